-- audit_events as the last build with the first format of the history left it on PostgreSQL 14.15, and what a test
-- wrote: three events and another number of days. pg_dump --inserts --no-owner, without settings and privileges.


-- Dumped from database version 14.15
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

CREATE FUNCTION public.audit_event_lock_id(correlation_id_param text) RETURNS bigint
    LANGUAGE plpgsql IMMUTABLE
    AS $$
DECLARE
    digest CONSTANT bytea := sha256(convert_to(correlation_id_param, 'UTF8'));
BEGIN
    RETURN ('x' || encode(substring(digest FROM 1 FOR 8), 'hex'))::bit(64)::bigint;
END;
$$;

CREATE FUNCTION public.prevent_legal_hold_deletion() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF OLD.legal_hold THEN
        RAISE EXCEPTION 'audit event % (correlation_id %) is on legal hold and cannot be deleted',
            OLD.event_id, OLD.correlation_id
            USING ERRCODE = '23503',
                  HINT = 'Release the legal hold through the Data Storage API, then delete the event.';
    END IF;
    RETURN OLD;
END;
$$;

CREATE FUNCTION public.set_audit_event_date() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    NEW.event_date := (NEW.event_timestamp AT TIME ZONE 'UTC')::date;
    RETURN NEW;
END;
$$;

CREATE TABLE public.audit_events (
    event_id uuid DEFAULT gen_random_uuid() NOT NULL,
    event_version character varying(10) DEFAULT '1.0'::character varying NOT NULL,
    event_timestamp timestamp with time zone DEFAULT now() NOT NULL,
    event_date date NOT NULL,
    event_type character varying(100) NOT NULL,
    event_category character varying(50) NOT NULL,
    event_action character varying(50) NOT NULL,
    event_outcome character varying(20) NOT NULL,
    actor_type character varying(50) NOT NULL,
    actor_id character varying(255) NOT NULL,
    actor_ip inet,
    resource_type character varying(100) NOT NULL,
    resource_id character varying(255) NOT NULL,
    resource_name character varying(255),
    correlation_id character varying(255) NOT NULL,
    parent_event_id uuid,
    parent_event_date date,
    trace_id character varying(255),
    span_id character varying(255),
    namespace character varying(253),
    cluster_name character varying(255),
    event_data jsonb NOT NULL,
    event_metadata jsonb,
    severity character varying(20),
    duration_ms integer,
    error_code character varying(50),
    error_message text,
    retention_days integer DEFAULT 2555,
    is_sensitive boolean DEFAULT false,
    event_hash text,
    previous_event_hash text,
    legal_hold boolean DEFAULT false,
    legal_hold_reason text,
    legal_hold_placed_by text,
    legal_hold_placed_at timestamp without time zone
)
PARTITION BY RANGE (event_date);

CREATE TABLE public.audit_events_2025_11 (
    event_id uuid DEFAULT gen_random_uuid() NOT NULL,
    event_version character varying(10) DEFAULT '1.0'::character varying NOT NULL,
    event_timestamp timestamp with time zone DEFAULT now() NOT NULL,
    event_date date NOT NULL,
    event_type character varying(100) NOT NULL,
    event_category character varying(50) NOT NULL,
    event_action character varying(50) NOT NULL,
    event_outcome character varying(20) NOT NULL,
    actor_type character varying(50) NOT NULL,
    actor_id character varying(255) NOT NULL,
    actor_ip inet,
    resource_type character varying(100) NOT NULL,
    resource_id character varying(255) NOT NULL,
    resource_name character varying(255),
    correlation_id character varying(255) NOT NULL,
    parent_event_id uuid,
    parent_event_date date,
    trace_id character varying(255),
    span_id character varying(255),
    namespace character varying(253),
    cluster_name character varying(255),
    event_data jsonb NOT NULL,
    event_metadata jsonb,
    severity character varying(20),
    duration_ms integer,
    error_code character varying(50),
    error_message text,
    retention_days integer DEFAULT 2555,
    is_sensitive boolean DEFAULT false,
    event_hash text,
    previous_event_hash text,
    legal_hold boolean DEFAULT false,
    legal_hold_reason text,
    legal_hold_placed_by text,
    legal_hold_placed_at timestamp without time zone
);

CREATE TABLE public.audit_events_2025_12 (
    event_id uuid DEFAULT gen_random_uuid() NOT NULL,
    event_version character varying(10) DEFAULT '1.0'::character varying NOT NULL,
    event_timestamp timestamp with time zone DEFAULT now() NOT NULL,
    event_date date NOT NULL,
    event_type character varying(100) NOT NULL,
    event_category character varying(50) NOT NULL,
    event_action character varying(50) NOT NULL,
    event_outcome character varying(20) NOT NULL,
    actor_type character varying(50) NOT NULL,
    actor_id character varying(255) NOT NULL,
    actor_ip inet,
    resource_type character varying(100) NOT NULL,
    resource_id character varying(255) NOT NULL,
    resource_name character varying(255),
    correlation_id character varying(255) NOT NULL,
    parent_event_id uuid,
    parent_event_date date,
    trace_id character varying(255),
    span_id character varying(255),
    namespace character varying(253),
    cluster_name character varying(255),
    event_data jsonb NOT NULL,
    event_metadata jsonb,
    severity character varying(20),
    duration_ms integer,
    error_code character varying(50),
    error_message text,
    retention_days integer DEFAULT 2555,
    is_sensitive boolean DEFAULT false,
    event_hash text,
    previous_event_hash text,
    legal_hold boolean DEFAULT false,
    legal_hold_reason text,
    legal_hold_placed_by text,
    legal_hold_placed_at timestamp without time zone
);

CREATE TABLE public.audit_events_2026_01 (
    event_id uuid DEFAULT gen_random_uuid() NOT NULL,
    event_version character varying(10) DEFAULT '1.0'::character varying NOT NULL,
    event_timestamp timestamp with time zone DEFAULT now() NOT NULL,
    event_date date NOT NULL,
    event_type character varying(100) NOT NULL,
    event_category character varying(50) NOT NULL,
    event_action character varying(50) NOT NULL,
    event_outcome character varying(20) NOT NULL,
    actor_type character varying(50) NOT NULL,
    actor_id character varying(255) NOT NULL,
    actor_ip inet,
    resource_type character varying(100) NOT NULL,
    resource_id character varying(255) NOT NULL,
    resource_name character varying(255),
    correlation_id character varying(255) NOT NULL,
    parent_event_id uuid,
    parent_event_date date,
    trace_id character varying(255),
    span_id character varying(255),
    namespace character varying(253),
    cluster_name character varying(255),
    event_data jsonb NOT NULL,
    event_metadata jsonb,
    severity character varying(20),
    duration_ms integer,
    error_code character varying(50),
    error_message text,
    retention_days integer DEFAULT 2555,
    is_sensitive boolean DEFAULT false,
    event_hash text,
    previous_event_hash text,
    legal_hold boolean DEFAULT false,
    legal_hold_reason text,
    legal_hold_placed_by text,
    legal_hold_placed_at timestamp without time zone
);

CREATE TABLE public.audit_events_2026_02 (
    event_id uuid DEFAULT gen_random_uuid() NOT NULL,
    event_version character varying(10) DEFAULT '1.0'::character varying NOT NULL,
    event_timestamp timestamp with time zone DEFAULT now() NOT NULL,
    event_date date NOT NULL,
    event_type character varying(100) NOT NULL,
    event_category character varying(50) NOT NULL,
    event_action character varying(50) NOT NULL,
    event_outcome character varying(20) NOT NULL,
    actor_type character varying(50) NOT NULL,
    actor_id character varying(255) NOT NULL,
    actor_ip inet,
    resource_type character varying(100) NOT NULL,
    resource_id character varying(255) NOT NULL,
    resource_name character varying(255),
    correlation_id character varying(255) NOT NULL,
    parent_event_id uuid,
    parent_event_date date,
    trace_id character varying(255),
    span_id character varying(255),
    namespace character varying(253),
    cluster_name character varying(255),
    event_data jsonb NOT NULL,
    event_metadata jsonb,
    severity character varying(20),
    duration_ms integer,
    error_code character varying(50),
    error_message text,
    retention_days integer DEFAULT 2555,
    is_sensitive boolean DEFAULT false,
    event_hash text,
    previous_event_hash text,
    legal_hold boolean DEFAULT false,
    legal_hold_reason text,
    legal_hold_placed_by text,
    legal_hold_placed_at timestamp without time zone
);

CREATE TABLE public.audit_events_2026_10 (
    event_id uuid DEFAULT gen_random_uuid() NOT NULL,
    event_version character varying(10) DEFAULT '1.0'::character varying NOT NULL,
    event_timestamp timestamp with time zone DEFAULT now() NOT NULL,
    event_date date NOT NULL,
    event_type character varying(100) NOT NULL,
    event_category character varying(50) NOT NULL,
    event_action character varying(50) NOT NULL,
    event_outcome character varying(20) NOT NULL,
    actor_type character varying(50) NOT NULL,
    actor_id character varying(255) NOT NULL,
    actor_ip inet,
    resource_type character varying(100) NOT NULL,
    resource_id character varying(255) NOT NULL,
    resource_name character varying(255),
    correlation_id character varying(255) NOT NULL,
    parent_event_id uuid,
    parent_event_date date,
    trace_id character varying(255),
    span_id character varying(255),
    namespace character varying(253),
    cluster_name character varying(255),
    event_data jsonb NOT NULL,
    event_metadata jsonb,
    severity character varying(20),
    duration_ms integer,
    error_code character varying(50),
    error_message text,
    retention_days integer DEFAULT 2555,
    is_sensitive boolean DEFAULT false,
    event_hash text,
    previous_event_hash text,
    legal_hold boolean DEFAULT false,
    legal_hold_reason text,
    legal_hold_placed_by text,
    legal_hold_placed_at timestamp without time zone
);

CREATE TABLE public.audit_events_2026_11 (
    event_id uuid DEFAULT gen_random_uuid() NOT NULL,
    event_version character varying(10) DEFAULT '1.0'::character varying NOT NULL,
    event_timestamp timestamp with time zone DEFAULT now() NOT NULL,
    event_date date NOT NULL,
    event_type character varying(100) NOT NULL,
    event_category character varying(50) NOT NULL,
    event_action character varying(50) NOT NULL,
    event_outcome character varying(20) NOT NULL,
    actor_type character varying(50) NOT NULL,
    actor_id character varying(255) NOT NULL,
    actor_ip inet,
    resource_type character varying(100) NOT NULL,
    resource_id character varying(255) NOT NULL,
    resource_name character varying(255),
    correlation_id character varying(255) NOT NULL,
    parent_event_id uuid,
    parent_event_date date,
    trace_id character varying(255),
    span_id character varying(255),
    namespace character varying(253),
    cluster_name character varying(255),
    event_data jsonb NOT NULL,
    event_metadata jsonb,
    severity character varying(20),
    duration_ms integer,
    error_code character varying(50),
    error_message text,
    retention_days integer DEFAULT 2555,
    is_sensitive boolean DEFAULT false,
    event_hash text,
    previous_event_hash text,
    legal_hold boolean DEFAULT false,
    legal_hold_reason text,
    legal_hold_placed_by text,
    legal_hold_placed_at timestamp without time zone
);

CREATE TABLE public.audit_events_2026_12 (
    event_id uuid DEFAULT gen_random_uuid() NOT NULL,
    event_version character varying(10) DEFAULT '1.0'::character varying NOT NULL,
    event_timestamp timestamp with time zone DEFAULT now() NOT NULL,
    event_date date NOT NULL,
    event_type character varying(100) NOT NULL,
    event_category character varying(50) NOT NULL,
    event_action character varying(50) NOT NULL,
    event_outcome character varying(20) NOT NULL,
    actor_type character varying(50) NOT NULL,
    actor_id character varying(255) NOT NULL,
    actor_ip inet,
    resource_type character varying(100) NOT NULL,
    resource_id character varying(255) NOT NULL,
    resource_name character varying(255),
    correlation_id character varying(255) NOT NULL,
    parent_event_id uuid,
    parent_event_date date,
    trace_id character varying(255),
    span_id character varying(255),
    namespace character varying(253),
    cluster_name character varying(255),
    event_data jsonb NOT NULL,
    event_metadata jsonb,
    severity character varying(20),
    duration_ms integer,
    error_code character varying(50),
    error_message text,
    retention_days integer DEFAULT 2555,
    is_sensitive boolean DEFAULT false,
    event_hash text,
    previous_event_hash text,
    legal_hold boolean DEFAULT false,
    legal_hold_reason text,
    legal_hold_placed_by text,
    legal_hold_placed_at timestamp without time zone
);

CREATE TABLE public.audit_events_2027_01 (
    event_id uuid DEFAULT gen_random_uuid() NOT NULL,
    event_version character varying(10) DEFAULT '1.0'::character varying NOT NULL,
    event_timestamp timestamp with time zone DEFAULT now() NOT NULL,
    event_date date NOT NULL,
    event_type character varying(100) NOT NULL,
    event_category character varying(50) NOT NULL,
    event_action character varying(50) NOT NULL,
    event_outcome character varying(20) NOT NULL,
    actor_type character varying(50) NOT NULL,
    actor_id character varying(255) NOT NULL,
    actor_ip inet,
    resource_type character varying(100) NOT NULL,
    resource_id character varying(255) NOT NULL,
    resource_name character varying(255),
    correlation_id character varying(255) NOT NULL,
    parent_event_id uuid,
    parent_event_date date,
    trace_id character varying(255),
    span_id character varying(255),
    namespace character varying(253),
    cluster_name character varying(255),
    event_data jsonb NOT NULL,
    event_metadata jsonb,
    severity character varying(20),
    duration_ms integer,
    error_code character varying(50),
    error_message text,
    retention_days integer DEFAULT 2555,
    is_sensitive boolean DEFAULT false,
    event_hash text,
    previous_event_hash text,
    legal_hold boolean DEFAULT false,
    legal_hold_reason text,
    legal_hold_placed_by text,
    legal_hold_placed_at timestamp without time zone
);

CREATE TABLE public.audit_events_2027_02 (
    event_id uuid DEFAULT gen_random_uuid() NOT NULL,
    event_version character varying(10) DEFAULT '1.0'::character varying NOT NULL,
    event_timestamp timestamp with time zone DEFAULT now() NOT NULL,
    event_date date NOT NULL,
    event_type character varying(100) NOT NULL,
    event_category character varying(50) NOT NULL,
    event_action character varying(50) NOT NULL,
    event_outcome character varying(20) NOT NULL,
    actor_type character varying(50) NOT NULL,
    actor_id character varying(255) NOT NULL,
    actor_ip inet,
    resource_type character varying(100) NOT NULL,
    resource_id character varying(255) NOT NULL,
    resource_name character varying(255),
    correlation_id character varying(255) NOT NULL,
    parent_event_id uuid,
    parent_event_date date,
    trace_id character varying(255),
    span_id character varying(255),
    namespace character varying(253),
    cluster_name character varying(255),
    event_data jsonb NOT NULL,
    event_metadata jsonb,
    severity character varying(20),
    duration_ms integer,
    error_code character varying(50),
    error_message text,
    retention_days integer DEFAULT 2555,
    is_sensitive boolean DEFAULT false,
    event_hash text,
    previous_event_hash text,
    legal_hold boolean DEFAULT false,
    legal_hold_reason text,
    legal_hold_placed_by text,
    legal_hold_placed_at timestamp without time zone
);

CREATE TABLE public.audit_retention_policies (
    policy_id uuid DEFAULT gen_random_uuid() NOT NULL,
    event_category text NOT NULL,
    retention_days integer NOT NULL,
    legal_hold_override boolean DEFAULT false,
    created_at timestamp without time zone DEFAULT now() NOT NULL,
    updated_at timestamp without time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.e2e_migrations_history (
    rank bigint NOT NULL,
    number integer NOT NULL,
    name text NOT NULL,
    file text NOT NULL,
    checksum text NOT NULL,
    inputs text[] NOT NULL,
    applied_by text DEFAULT CURRENT_USER NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL,
    duration_ms integer NOT NULL,
    leaves json NOT NULL
);

ALTER TABLE public.e2e_migrations_history ALTER COLUMN rank ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.e2e_migrations_history_rank_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE ONLY public.audit_events ATTACH PARTITION public.audit_events_2025_11 FOR VALUES FROM ('2025-11-01') TO ('2025-12-01');

ALTER TABLE ONLY public.audit_events ATTACH PARTITION public.audit_events_2025_12 FOR VALUES FROM ('2025-12-01') TO ('2026-01-01');

ALTER TABLE ONLY public.audit_events ATTACH PARTITION public.audit_events_2026_01 FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');

ALTER TABLE ONLY public.audit_events ATTACH PARTITION public.audit_events_2026_02 FOR VALUES FROM ('2026-02-01') TO ('2026-03-01');

ALTER TABLE ONLY public.audit_events ATTACH PARTITION public.audit_events_2026_10 FOR VALUES FROM ('2026-10-01') TO ('2026-11-01');

ALTER TABLE ONLY public.audit_events ATTACH PARTITION public.audit_events_2026_11 FOR VALUES FROM ('2026-11-01') TO ('2026-12-01');

ALTER TABLE ONLY public.audit_events ATTACH PARTITION public.audit_events_2026_12 FOR VALUES FROM ('2026-12-01') TO ('2027-01-01');

ALTER TABLE ONLY public.audit_events ATTACH PARTITION public.audit_events_2027_01 FOR VALUES FROM ('2027-01-01') TO ('2027-02-01');

ALTER TABLE ONLY public.audit_events ATTACH PARTITION public.audit_events_2027_02 FOR VALUES FROM ('2027-02-01') TO ('2027-03-01');

INSERT INTO public.audit_events_2026_11 VALUES ('00000000-0000-0000-0000-000000000001', '1.0', '2026-11-01 12:00:00+00', '2026-11-01', 'gateway.signal.received', 'signal', 'received', 'success', 'service', 'gateway', NULL, 'pod', 'pod-1', NULL, 'test-1', NULL, NULL, NULL, NULL, NULL, NULL, '{"reason": "OOMKilled"}', NULL, NULL, NULL, NULL, NULL, 2555, false, NULL, NULL, false, NULL, NULL, NULL);
INSERT INTO public.audit_events_2026_11 VALUES ('00000000-0000-0000-0000-000000000002', '1.0', '2026-11-02 12:00:00+00', '2026-11-02', 'gateway.signal.received', 'signal', 'received', 'success', 'service', 'gateway', NULL, 'pod', 'pod-2', NULL, 'test-2', NULL, NULL, NULL, NULL, NULL, NULL, '{"reason": "OOMKilled"}', NULL, NULL, NULL, NULL, NULL, 2555, false, NULL, NULL, false, NULL, NULL, NULL);
INSERT INTO public.audit_events_2026_11 VALUES ('00000000-0000-0000-0000-000000000003', '1.0', '2026-11-03 12:00:00+00', '2026-11-03', 'gateway.signal.received', 'signal', 'received', 'success', 'service', 'gateway', NULL, 'pod', 'pod-3', NULL, 'test-3', NULL, NULL, NULL, NULL, NULL, NULL, '{"reason": "OOMKilled"}', NULL, NULL, NULL, NULL, NULL, 2555, false, NULL, NULL, false, NULL, NULL, NULL);

INSERT INTO public.audit_retention_policies VALUES ('cbf90e12-d2c0-4a17-85f5-f33154347cfb', 'gateway', 2555, false, '2026-11-26 18:57:32.991182', '2026-11-26 18:57:32.991182');
INSERT INTO public.audit_retention_policies VALUES ('2d062d97-08de-4f83-9c37-1aa264a9aa6b', 'workflow', 2555, false, '2026-11-26 18:57:32.991182', '2026-11-26 18:57:32.991182');
INSERT INTO public.audit_retention_policies VALUES ('d8a94b1a-1de6-45fb-87fc-fe44b990f660', 'remediation', 2555, false, '2026-11-26 18:57:32.991182', '2026-11-26 18:57:32.991182');
INSERT INTO public.audit_retention_policies VALUES ('1a3e2e05-49b3-42ea-98a8-3e915eb9db82', 'notification', 2555, false, '2026-11-26 18:57:32.991182', '2026-11-26 18:57:32.991182');
INSERT INTO public.audit_retention_policies VALUES ('5274b205-321c-4d01-a9e1-850c06cfaad7', 'analysis', 7, false, '2026-11-26 18:57:32.991182', '2026-11-26 18:57:32.991182');

INSERT INTO public.e2e_migrations_history OVERRIDING SYSTEM VALUE VALUES (1, 13, 'audit_events', '013_create_audit_events_table.sql', '840f8281eaef082721c153fa9facbb8319b297f7a94deccb0cbab396c457aa72', '{}', 'slm_user', '2026-11-26 18:57:32.946984+00', 38, '{}');
INSERT INTO public.e2e_migrations_history OVERRIDING SYSTEM VALUE VALUES (2, 23, 'event_hashing', '023_add_event_hashing.sql', 'abc044e0c3073431c74753d6197a7cb46a2db05315fbe636ecd93df1336ba5ee', '{}', 'slm_user', '2026-11-26 18:57:32.987096+00', 4, '{}');
INSERT INTO public.e2e_migrations_history OVERRIDING SYSTEM VALUE VALUES (3, 24, 'legal_hold', '024_add_legal_hold.sql', '2c5d321d0b62699bc8f52a70274a93fa5512bf28e013dbb05f29693921ebfc47', '{}', 'slm_user', '2026-11-26 18:57:32.991182+00', 8, '{}');
INSERT INTO public.e2e_migrations_history OVERRIDING SYSTEM VALUE VALUES (4, 1000, 'audit_events_partitions', '1000_create_audit_events_partitions.sql', 'fcbcec629973e2cb347deebbc191cff4489dcf7d343670b7610d354349fcc038', '{partitions_from=2026-10-01,partitions_through=2027-02-01}', 'slm_user', '2026-11-26 18:57:32.999568+00', 25, '{"tables": {"audit_events": [], "audit_retention_policies": ["(1a3e2e05-49b3-42ea-98a8-3e915eb9db82,notification,2555,f,\"2026-11-26 18:57:32.991182\",\"2026-11-26 18:57:32.991182\")", "(2d062d97-08de-4f83-9c37-1aa264a9aa6b,workflow,2555,f,\"2026-11-26 18:57:32.991182\",\"2026-11-26 18:57:32.991182\")", "(5274b205-321c-4d01-a9e1-850c06cfaad7,analysis,2555,f,\"2026-11-26 18:57:32.991182\",\"2026-11-26 18:57:32.991182\")", "(cbf90e12-d2c0-4a17-85f5-f33154347cfb,gateway,2555,f,\"2026-11-26 18:57:32.991182\",\"2026-11-26 18:57:32.991182\")", "(d8a94b1a-1de6-45fb-87fc-fe44b990f660,remediation,2555,f,\"2026-11-26 18:57:32.991182\",\"2026-11-26 18:57:32.991182\")"]}, "sequences": {}}');

SELECT pg_catalog.setval('public.e2e_migrations_history_rank_seq', 4, true);

ALTER TABLE ONLY public.audit_events
    ADD CONSTRAINT audit_events_pkey PRIMARY KEY (event_id, event_date);

ALTER TABLE ONLY public.audit_events_2025_11
    ADD CONSTRAINT audit_events_2025_11_pkey PRIMARY KEY (event_id, event_date);

ALTER TABLE ONLY public.audit_events_2025_12
    ADD CONSTRAINT audit_events_2025_12_pkey PRIMARY KEY (event_id, event_date);

ALTER TABLE ONLY public.audit_events_2026_01
    ADD CONSTRAINT audit_events_2026_01_pkey PRIMARY KEY (event_id, event_date);

ALTER TABLE ONLY public.audit_events_2026_02
    ADD CONSTRAINT audit_events_2026_02_pkey PRIMARY KEY (event_id, event_date);

ALTER TABLE ONLY public.audit_events_2026_10
    ADD CONSTRAINT audit_events_2026_10_pkey PRIMARY KEY (event_id, event_date);

ALTER TABLE ONLY public.audit_events_2026_11
    ADD CONSTRAINT audit_events_2026_11_pkey PRIMARY KEY (event_id, event_date);

ALTER TABLE ONLY public.audit_events_2026_12
    ADD CONSTRAINT audit_events_2026_12_pkey PRIMARY KEY (event_id, event_date);

ALTER TABLE ONLY public.audit_events_2027_01
    ADD CONSTRAINT audit_events_2027_01_pkey PRIMARY KEY (event_id, event_date);

ALTER TABLE ONLY public.audit_events_2027_02
    ADD CONSTRAINT audit_events_2027_02_pkey PRIMARY KEY (event_id, event_date);

ALTER TABLE ONLY public.audit_retention_policies
    ADD CONSTRAINT audit_retention_policies_event_category_key UNIQUE (event_category);

ALTER TABLE ONLY public.audit_retention_policies
    ADD CONSTRAINT audit_retention_policies_pkey PRIMARY KEY (policy_id);

ALTER TABLE ONLY public.e2e_migrations_history
    ADD CONSTRAINT e2e_migrations_history_file_key UNIQUE (file);

ALTER TABLE ONLY public.e2e_migrations_history
    ADD CONSTRAINT e2e_migrations_history_pkey PRIMARY KEY (rank);

CREATE INDEX idx_audit_events_actor ON ONLY public.audit_events USING btree (actor_type, actor_id, event_timestamp DESC);

CREATE INDEX audit_events_2025_11_actor_type_actor_id_event_timestamp_idx ON public.audit_events_2025_11 USING btree (actor_type, actor_id, event_timestamp DESC);

CREATE INDEX idx_audit_events_correlation_id ON ONLY public.audit_events USING btree (correlation_id, event_timestamp DESC);

CREATE INDEX audit_events_2025_11_correlation_id_event_timestamp_idx ON public.audit_events_2025_11 USING btree (correlation_id, event_timestamp DESC);

CREATE INDEX idx_audit_events_event_data_gin ON ONLY public.audit_events USING gin (event_data);

CREATE INDEX audit_events_2025_11_event_data_idx ON public.audit_events_2025_11 USING gin (event_data);

CREATE INDEX idx_audit_events_event_date ON ONLY public.audit_events USING btree (event_date);

CREATE INDEX audit_events_2025_11_event_date_idx ON public.audit_events_2025_11 USING btree (event_date);

CREATE INDEX idx_audit_events_hash ON ONLY public.audit_events USING btree (event_hash) WHERE (event_hash IS NOT NULL);

CREATE INDEX audit_events_2025_11_event_hash_idx ON public.audit_events_2025_11 USING btree (event_hash) WHERE (event_hash IS NOT NULL);

CREATE INDEX idx_audit_events_outcome ON ONLY public.audit_events USING btree (event_outcome, event_timestamp DESC);

CREATE INDEX audit_events_2025_11_event_outcome_event_timestamp_idx ON public.audit_events_2025_11 USING btree (event_outcome, event_timestamp DESC);

CREATE INDEX idx_audit_events_event_timestamp ON ONLY public.audit_events USING btree (event_timestamp DESC);

CREATE INDEX audit_events_2025_11_event_timestamp_idx ON public.audit_events_2025_11 USING btree (event_timestamp DESC);

CREATE INDEX idx_audit_events_event_type ON ONLY public.audit_events USING btree (event_type, event_timestamp DESC);

CREATE INDEX audit_events_2025_11_event_type_event_timestamp_idx ON public.audit_events_2025_11 USING btree (event_type, event_timestamp DESC);

CREATE INDEX idx_audit_events_legal_hold ON ONLY public.audit_events USING btree (legal_hold) WHERE (legal_hold = true);

CREATE INDEX audit_events_2025_11_legal_hold_idx ON public.audit_events_2025_11 USING btree (legal_hold) WHERE (legal_hold = true);

CREATE INDEX idx_audit_events_resource ON ONLY public.audit_events USING btree (resource_type, resource_id, event_timestamp DESC);

CREATE INDEX audit_events_2025_11_resource_type_resource_id_event_timest_idx ON public.audit_events_2025_11 USING btree (resource_type, resource_id, event_timestamp DESC);

CREATE INDEX audit_events_2025_12_actor_type_actor_id_event_timestamp_idx ON public.audit_events_2025_12 USING btree (actor_type, actor_id, event_timestamp DESC);

CREATE INDEX audit_events_2025_12_correlation_id_event_timestamp_idx ON public.audit_events_2025_12 USING btree (correlation_id, event_timestamp DESC);

CREATE INDEX audit_events_2025_12_event_data_idx ON public.audit_events_2025_12 USING gin (event_data);

CREATE INDEX audit_events_2025_12_event_date_idx ON public.audit_events_2025_12 USING btree (event_date);

CREATE INDEX audit_events_2025_12_event_hash_idx ON public.audit_events_2025_12 USING btree (event_hash) WHERE (event_hash IS NOT NULL);

CREATE INDEX audit_events_2025_12_event_outcome_event_timestamp_idx ON public.audit_events_2025_12 USING btree (event_outcome, event_timestamp DESC);

CREATE INDEX audit_events_2025_12_event_timestamp_idx ON public.audit_events_2025_12 USING btree (event_timestamp DESC);

CREATE INDEX audit_events_2025_12_event_type_event_timestamp_idx ON public.audit_events_2025_12 USING btree (event_type, event_timestamp DESC);

CREATE INDEX audit_events_2025_12_legal_hold_idx ON public.audit_events_2025_12 USING btree (legal_hold) WHERE (legal_hold = true);

CREATE INDEX audit_events_2025_12_resource_type_resource_id_event_timest_idx ON public.audit_events_2025_12 USING btree (resource_type, resource_id, event_timestamp DESC);

CREATE INDEX audit_events_2026_01_actor_type_actor_id_event_timestamp_idx ON public.audit_events_2026_01 USING btree (actor_type, actor_id, event_timestamp DESC);

CREATE INDEX audit_events_2026_01_correlation_id_event_timestamp_idx ON public.audit_events_2026_01 USING btree (correlation_id, event_timestamp DESC);

CREATE INDEX audit_events_2026_01_event_data_idx ON public.audit_events_2026_01 USING gin (event_data);

CREATE INDEX audit_events_2026_01_event_date_idx ON public.audit_events_2026_01 USING btree (event_date);

CREATE INDEX audit_events_2026_01_event_hash_idx ON public.audit_events_2026_01 USING btree (event_hash) WHERE (event_hash IS NOT NULL);

CREATE INDEX audit_events_2026_01_event_outcome_event_timestamp_idx ON public.audit_events_2026_01 USING btree (event_outcome, event_timestamp DESC);

CREATE INDEX audit_events_2026_01_event_timestamp_idx ON public.audit_events_2026_01 USING btree (event_timestamp DESC);

CREATE INDEX audit_events_2026_01_event_type_event_timestamp_idx ON public.audit_events_2026_01 USING btree (event_type, event_timestamp DESC);

CREATE INDEX audit_events_2026_01_legal_hold_idx ON public.audit_events_2026_01 USING btree (legal_hold) WHERE (legal_hold = true);

CREATE INDEX audit_events_2026_01_resource_type_resource_id_event_timest_idx ON public.audit_events_2026_01 USING btree (resource_type, resource_id, event_timestamp DESC);

CREATE INDEX audit_events_2026_02_actor_type_actor_id_event_timestamp_idx ON public.audit_events_2026_02 USING btree (actor_type, actor_id, event_timestamp DESC);

CREATE INDEX audit_events_2026_02_correlation_id_event_timestamp_idx ON public.audit_events_2026_02 USING btree (correlation_id, event_timestamp DESC);

CREATE INDEX audit_events_2026_02_event_data_idx ON public.audit_events_2026_02 USING gin (event_data);

CREATE INDEX audit_events_2026_02_event_date_idx ON public.audit_events_2026_02 USING btree (event_date);

CREATE INDEX audit_events_2026_02_event_hash_idx ON public.audit_events_2026_02 USING btree (event_hash) WHERE (event_hash IS NOT NULL);

CREATE INDEX audit_events_2026_02_event_outcome_event_timestamp_idx ON public.audit_events_2026_02 USING btree (event_outcome, event_timestamp DESC);

CREATE INDEX audit_events_2026_02_event_timestamp_idx ON public.audit_events_2026_02 USING btree (event_timestamp DESC);

CREATE INDEX audit_events_2026_02_event_type_event_timestamp_idx ON public.audit_events_2026_02 USING btree (event_type, event_timestamp DESC);

CREATE INDEX audit_events_2026_02_legal_hold_idx ON public.audit_events_2026_02 USING btree (legal_hold) WHERE (legal_hold = true);

CREATE INDEX audit_events_2026_02_resource_type_resource_id_event_timest_idx ON public.audit_events_2026_02 USING btree (resource_type, resource_id, event_timestamp DESC);

CREATE INDEX audit_events_2026_10_actor_type_actor_id_event_timestamp_idx ON public.audit_events_2026_10 USING btree (actor_type, actor_id, event_timestamp DESC);

CREATE INDEX audit_events_2026_10_correlation_id_event_timestamp_idx ON public.audit_events_2026_10 USING btree (correlation_id, event_timestamp DESC);

CREATE INDEX audit_events_2026_10_event_data_idx ON public.audit_events_2026_10 USING gin (event_data);

CREATE INDEX audit_events_2026_10_event_date_idx ON public.audit_events_2026_10 USING btree (event_date);

CREATE INDEX audit_events_2026_10_event_hash_idx ON public.audit_events_2026_10 USING btree (event_hash) WHERE (event_hash IS NOT NULL);

CREATE INDEX audit_events_2026_10_event_outcome_event_timestamp_idx ON public.audit_events_2026_10 USING btree (event_outcome, event_timestamp DESC);

CREATE INDEX audit_events_2026_10_event_timestamp_idx ON public.audit_events_2026_10 USING btree (event_timestamp DESC);

CREATE INDEX audit_events_2026_10_event_type_event_timestamp_idx ON public.audit_events_2026_10 USING btree (event_type, event_timestamp DESC);

CREATE INDEX audit_events_2026_10_legal_hold_idx ON public.audit_events_2026_10 USING btree (legal_hold) WHERE (legal_hold = true);

CREATE INDEX audit_events_2026_10_resource_type_resource_id_event_timest_idx ON public.audit_events_2026_10 USING btree (resource_type, resource_id, event_timestamp DESC);

CREATE INDEX audit_events_2026_11_actor_type_actor_id_event_timestamp_idx ON public.audit_events_2026_11 USING btree (actor_type, actor_id, event_timestamp DESC);

CREATE INDEX audit_events_2026_11_correlation_id_event_timestamp_idx ON public.audit_events_2026_11 USING btree (correlation_id, event_timestamp DESC);

CREATE INDEX audit_events_2026_11_event_data_idx ON public.audit_events_2026_11 USING gin (event_data);

CREATE INDEX audit_events_2026_11_event_date_idx ON public.audit_events_2026_11 USING btree (event_date);

CREATE INDEX audit_events_2026_11_event_hash_idx ON public.audit_events_2026_11 USING btree (event_hash) WHERE (event_hash IS NOT NULL);

CREATE INDEX audit_events_2026_11_event_outcome_event_timestamp_idx ON public.audit_events_2026_11 USING btree (event_outcome, event_timestamp DESC);

CREATE INDEX audit_events_2026_11_event_timestamp_idx ON public.audit_events_2026_11 USING btree (event_timestamp DESC);

CREATE INDEX audit_events_2026_11_event_type_event_timestamp_idx ON public.audit_events_2026_11 USING btree (event_type, event_timestamp DESC);

CREATE INDEX audit_events_2026_11_legal_hold_idx ON public.audit_events_2026_11 USING btree (legal_hold) WHERE (legal_hold = true);

CREATE INDEX audit_events_2026_11_resource_type_resource_id_event_timest_idx ON public.audit_events_2026_11 USING btree (resource_type, resource_id, event_timestamp DESC);

CREATE INDEX audit_events_2026_12_actor_type_actor_id_event_timestamp_idx ON public.audit_events_2026_12 USING btree (actor_type, actor_id, event_timestamp DESC);

CREATE INDEX audit_events_2026_12_correlation_id_event_timestamp_idx ON public.audit_events_2026_12 USING btree (correlation_id, event_timestamp DESC);

CREATE INDEX audit_events_2026_12_event_data_idx ON public.audit_events_2026_12 USING gin (event_data);

CREATE INDEX audit_events_2026_12_event_date_idx ON public.audit_events_2026_12 USING btree (event_date);

CREATE INDEX audit_events_2026_12_event_hash_idx ON public.audit_events_2026_12 USING btree (event_hash) WHERE (event_hash IS NOT NULL);

CREATE INDEX audit_events_2026_12_event_outcome_event_timestamp_idx ON public.audit_events_2026_12 USING btree (event_outcome, event_timestamp DESC);

CREATE INDEX audit_events_2026_12_event_timestamp_idx ON public.audit_events_2026_12 USING btree (event_timestamp DESC);

CREATE INDEX audit_events_2026_12_event_type_event_timestamp_idx ON public.audit_events_2026_12 USING btree (event_type, event_timestamp DESC);

CREATE INDEX audit_events_2026_12_legal_hold_idx ON public.audit_events_2026_12 USING btree (legal_hold) WHERE (legal_hold = true);

CREATE INDEX audit_events_2026_12_resource_type_resource_id_event_timest_idx ON public.audit_events_2026_12 USING btree (resource_type, resource_id, event_timestamp DESC);

CREATE INDEX audit_events_2027_01_actor_type_actor_id_event_timestamp_idx ON public.audit_events_2027_01 USING btree (actor_type, actor_id, event_timestamp DESC);

CREATE INDEX audit_events_2027_01_correlation_id_event_timestamp_idx ON public.audit_events_2027_01 USING btree (correlation_id, event_timestamp DESC);

CREATE INDEX audit_events_2027_01_event_data_idx ON public.audit_events_2027_01 USING gin (event_data);

CREATE INDEX audit_events_2027_01_event_date_idx ON public.audit_events_2027_01 USING btree (event_date);

CREATE INDEX audit_events_2027_01_event_hash_idx ON public.audit_events_2027_01 USING btree (event_hash) WHERE (event_hash IS NOT NULL);

CREATE INDEX audit_events_2027_01_event_outcome_event_timestamp_idx ON public.audit_events_2027_01 USING btree (event_outcome, event_timestamp DESC);

CREATE INDEX audit_events_2027_01_event_timestamp_idx ON public.audit_events_2027_01 USING btree (event_timestamp DESC);

CREATE INDEX audit_events_2027_01_event_type_event_timestamp_idx ON public.audit_events_2027_01 USING btree (event_type, event_timestamp DESC);

CREATE INDEX audit_events_2027_01_legal_hold_idx ON public.audit_events_2027_01 USING btree (legal_hold) WHERE (legal_hold = true);

CREATE INDEX audit_events_2027_01_resource_type_resource_id_event_timest_idx ON public.audit_events_2027_01 USING btree (resource_type, resource_id, event_timestamp DESC);

CREATE INDEX audit_events_2027_02_actor_type_actor_id_event_timestamp_idx ON public.audit_events_2027_02 USING btree (actor_type, actor_id, event_timestamp DESC);

CREATE INDEX audit_events_2027_02_correlation_id_event_timestamp_idx ON public.audit_events_2027_02 USING btree (correlation_id, event_timestamp DESC);

CREATE INDEX audit_events_2027_02_event_data_idx ON public.audit_events_2027_02 USING gin (event_data);

CREATE INDEX audit_events_2027_02_event_date_idx ON public.audit_events_2027_02 USING btree (event_date);

CREATE INDEX audit_events_2027_02_event_hash_idx ON public.audit_events_2027_02 USING btree (event_hash) WHERE (event_hash IS NOT NULL);

CREATE INDEX audit_events_2027_02_event_outcome_event_timestamp_idx ON public.audit_events_2027_02 USING btree (event_outcome, event_timestamp DESC);

CREATE INDEX audit_events_2027_02_event_timestamp_idx ON public.audit_events_2027_02 USING btree (event_timestamp DESC);

CREATE INDEX audit_events_2027_02_event_type_event_timestamp_idx ON public.audit_events_2027_02 USING btree (event_type, event_timestamp DESC);

CREATE INDEX audit_events_2027_02_legal_hold_idx ON public.audit_events_2027_02 USING btree (legal_hold) WHERE (legal_hold = true);

CREATE INDEX audit_events_2027_02_resource_type_resource_id_event_timest_idx ON public.audit_events_2027_02 USING btree (resource_type, resource_id, event_timestamp DESC);

ALTER INDEX public.idx_audit_events_actor ATTACH PARTITION public.audit_events_2025_11_actor_type_actor_id_event_timestamp_idx;

ALTER INDEX public.idx_audit_events_correlation_id ATTACH PARTITION public.audit_events_2025_11_correlation_id_event_timestamp_idx;

ALTER INDEX public.idx_audit_events_event_data_gin ATTACH PARTITION public.audit_events_2025_11_event_data_idx;

ALTER INDEX public.idx_audit_events_event_date ATTACH PARTITION public.audit_events_2025_11_event_date_idx;

ALTER INDEX public.idx_audit_events_hash ATTACH PARTITION public.audit_events_2025_11_event_hash_idx;

ALTER INDEX public.idx_audit_events_outcome ATTACH PARTITION public.audit_events_2025_11_event_outcome_event_timestamp_idx;

ALTER INDEX public.idx_audit_events_event_timestamp ATTACH PARTITION public.audit_events_2025_11_event_timestamp_idx;

ALTER INDEX public.idx_audit_events_event_type ATTACH PARTITION public.audit_events_2025_11_event_type_event_timestamp_idx;

ALTER INDEX public.idx_audit_events_legal_hold ATTACH PARTITION public.audit_events_2025_11_legal_hold_idx;

ALTER INDEX public.audit_events_pkey ATTACH PARTITION public.audit_events_2025_11_pkey;

ALTER INDEX public.idx_audit_events_resource ATTACH PARTITION public.audit_events_2025_11_resource_type_resource_id_event_timest_idx;

ALTER INDEX public.idx_audit_events_actor ATTACH PARTITION public.audit_events_2025_12_actor_type_actor_id_event_timestamp_idx;

ALTER INDEX public.idx_audit_events_correlation_id ATTACH PARTITION public.audit_events_2025_12_correlation_id_event_timestamp_idx;

ALTER INDEX public.idx_audit_events_event_data_gin ATTACH PARTITION public.audit_events_2025_12_event_data_idx;

ALTER INDEX public.idx_audit_events_event_date ATTACH PARTITION public.audit_events_2025_12_event_date_idx;

ALTER INDEX public.idx_audit_events_hash ATTACH PARTITION public.audit_events_2025_12_event_hash_idx;

ALTER INDEX public.idx_audit_events_outcome ATTACH PARTITION public.audit_events_2025_12_event_outcome_event_timestamp_idx;

ALTER INDEX public.idx_audit_events_event_timestamp ATTACH PARTITION public.audit_events_2025_12_event_timestamp_idx;

ALTER INDEX public.idx_audit_events_event_type ATTACH PARTITION public.audit_events_2025_12_event_type_event_timestamp_idx;

ALTER INDEX public.idx_audit_events_legal_hold ATTACH PARTITION public.audit_events_2025_12_legal_hold_idx;

ALTER INDEX public.audit_events_pkey ATTACH PARTITION public.audit_events_2025_12_pkey;

ALTER INDEX public.idx_audit_events_resource ATTACH PARTITION public.audit_events_2025_12_resource_type_resource_id_event_timest_idx;

ALTER INDEX public.idx_audit_events_actor ATTACH PARTITION public.audit_events_2026_01_actor_type_actor_id_event_timestamp_idx;

ALTER INDEX public.idx_audit_events_correlation_id ATTACH PARTITION public.audit_events_2026_01_correlation_id_event_timestamp_idx;

ALTER INDEX public.idx_audit_events_event_data_gin ATTACH PARTITION public.audit_events_2026_01_event_data_idx;

ALTER INDEX public.idx_audit_events_event_date ATTACH PARTITION public.audit_events_2026_01_event_date_idx;

ALTER INDEX public.idx_audit_events_hash ATTACH PARTITION public.audit_events_2026_01_event_hash_idx;

ALTER INDEX public.idx_audit_events_outcome ATTACH PARTITION public.audit_events_2026_01_event_outcome_event_timestamp_idx;

ALTER INDEX public.idx_audit_events_event_timestamp ATTACH PARTITION public.audit_events_2026_01_event_timestamp_idx;

ALTER INDEX public.idx_audit_events_event_type ATTACH PARTITION public.audit_events_2026_01_event_type_event_timestamp_idx;

ALTER INDEX public.idx_audit_events_legal_hold ATTACH PARTITION public.audit_events_2026_01_legal_hold_idx;

ALTER INDEX public.audit_events_pkey ATTACH PARTITION public.audit_events_2026_01_pkey;

ALTER INDEX public.idx_audit_events_resource ATTACH PARTITION public.audit_events_2026_01_resource_type_resource_id_event_timest_idx;

ALTER INDEX public.idx_audit_events_actor ATTACH PARTITION public.audit_events_2026_02_actor_type_actor_id_event_timestamp_idx;

ALTER INDEX public.idx_audit_events_correlation_id ATTACH PARTITION public.audit_events_2026_02_correlation_id_event_timestamp_idx;

ALTER INDEX public.idx_audit_events_event_data_gin ATTACH PARTITION public.audit_events_2026_02_event_data_idx;

ALTER INDEX public.idx_audit_events_event_date ATTACH PARTITION public.audit_events_2026_02_event_date_idx;

ALTER INDEX public.idx_audit_events_hash ATTACH PARTITION public.audit_events_2026_02_event_hash_idx;

ALTER INDEX public.idx_audit_events_outcome ATTACH PARTITION public.audit_events_2026_02_event_outcome_event_timestamp_idx;

ALTER INDEX public.idx_audit_events_event_timestamp ATTACH PARTITION public.audit_events_2026_02_event_timestamp_idx;

ALTER INDEX public.idx_audit_events_event_type ATTACH PARTITION public.audit_events_2026_02_event_type_event_timestamp_idx;

ALTER INDEX public.idx_audit_events_legal_hold ATTACH PARTITION public.audit_events_2026_02_legal_hold_idx;

ALTER INDEX public.audit_events_pkey ATTACH PARTITION public.audit_events_2026_02_pkey;

ALTER INDEX public.idx_audit_events_resource ATTACH PARTITION public.audit_events_2026_02_resource_type_resource_id_event_timest_idx;

ALTER INDEX public.idx_audit_events_actor ATTACH PARTITION public.audit_events_2026_10_actor_type_actor_id_event_timestamp_idx;

ALTER INDEX public.idx_audit_events_correlation_id ATTACH PARTITION public.audit_events_2026_10_correlation_id_event_timestamp_idx;

ALTER INDEX public.idx_audit_events_event_data_gin ATTACH PARTITION public.audit_events_2026_10_event_data_idx;

ALTER INDEX public.idx_audit_events_event_date ATTACH PARTITION public.audit_events_2026_10_event_date_idx;

ALTER INDEX public.idx_audit_events_hash ATTACH PARTITION public.audit_events_2026_10_event_hash_idx;

ALTER INDEX public.idx_audit_events_outcome ATTACH PARTITION public.audit_events_2026_10_event_outcome_event_timestamp_idx;

ALTER INDEX public.idx_audit_events_event_timestamp ATTACH PARTITION public.audit_events_2026_10_event_timestamp_idx;

ALTER INDEX public.idx_audit_events_event_type ATTACH PARTITION public.audit_events_2026_10_event_type_event_timestamp_idx;

ALTER INDEX public.idx_audit_events_legal_hold ATTACH PARTITION public.audit_events_2026_10_legal_hold_idx;

ALTER INDEX public.audit_events_pkey ATTACH PARTITION public.audit_events_2026_10_pkey;

ALTER INDEX public.idx_audit_events_resource ATTACH PARTITION public.audit_events_2026_10_resource_type_resource_id_event_timest_idx;

ALTER INDEX public.idx_audit_events_actor ATTACH PARTITION public.audit_events_2026_11_actor_type_actor_id_event_timestamp_idx;

ALTER INDEX public.idx_audit_events_correlation_id ATTACH PARTITION public.audit_events_2026_11_correlation_id_event_timestamp_idx;

ALTER INDEX public.idx_audit_events_event_data_gin ATTACH PARTITION public.audit_events_2026_11_event_data_idx;

ALTER INDEX public.idx_audit_events_event_date ATTACH PARTITION public.audit_events_2026_11_event_date_idx;

ALTER INDEX public.idx_audit_events_hash ATTACH PARTITION public.audit_events_2026_11_event_hash_idx;

ALTER INDEX public.idx_audit_events_outcome ATTACH PARTITION public.audit_events_2026_11_event_outcome_event_timestamp_idx;

ALTER INDEX public.idx_audit_events_event_timestamp ATTACH PARTITION public.audit_events_2026_11_event_timestamp_idx;

ALTER INDEX public.idx_audit_events_event_type ATTACH PARTITION public.audit_events_2026_11_event_type_event_timestamp_idx;

ALTER INDEX public.idx_audit_events_legal_hold ATTACH PARTITION public.audit_events_2026_11_legal_hold_idx;

ALTER INDEX public.audit_events_pkey ATTACH PARTITION public.audit_events_2026_11_pkey;

ALTER INDEX public.idx_audit_events_resource ATTACH PARTITION public.audit_events_2026_11_resource_type_resource_id_event_timest_idx;

ALTER INDEX public.idx_audit_events_actor ATTACH PARTITION public.audit_events_2026_12_actor_type_actor_id_event_timestamp_idx;

ALTER INDEX public.idx_audit_events_correlation_id ATTACH PARTITION public.audit_events_2026_12_correlation_id_event_timestamp_idx;

ALTER INDEX public.idx_audit_events_event_data_gin ATTACH PARTITION public.audit_events_2026_12_event_data_idx;

ALTER INDEX public.idx_audit_events_event_date ATTACH PARTITION public.audit_events_2026_12_event_date_idx;

ALTER INDEX public.idx_audit_events_hash ATTACH PARTITION public.audit_events_2026_12_event_hash_idx;

ALTER INDEX public.idx_audit_events_outcome ATTACH PARTITION public.audit_events_2026_12_event_outcome_event_timestamp_idx;

ALTER INDEX public.idx_audit_events_event_timestamp ATTACH PARTITION public.audit_events_2026_12_event_timestamp_idx;

ALTER INDEX public.idx_audit_events_event_type ATTACH PARTITION public.audit_events_2026_12_event_type_event_timestamp_idx;

ALTER INDEX public.idx_audit_events_legal_hold ATTACH PARTITION public.audit_events_2026_12_legal_hold_idx;

ALTER INDEX public.audit_events_pkey ATTACH PARTITION public.audit_events_2026_12_pkey;

ALTER INDEX public.idx_audit_events_resource ATTACH PARTITION public.audit_events_2026_12_resource_type_resource_id_event_timest_idx;

ALTER INDEX public.idx_audit_events_actor ATTACH PARTITION public.audit_events_2027_01_actor_type_actor_id_event_timestamp_idx;

ALTER INDEX public.idx_audit_events_correlation_id ATTACH PARTITION public.audit_events_2027_01_correlation_id_event_timestamp_idx;

ALTER INDEX public.idx_audit_events_event_data_gin ATTACH PARTITION public.audit_events_2027_01_event_data_idx;

ALTER INDEX public.idx_audit_events_event_date ATTACH PARTITION public.audit_events_2027_01_event_date_idx;

ALTER INDEX public.idx_audit_events_hash ATTACH PARTITION public.audit_events_2027_01_event_hash_idx;

ALTER INDEX public.idx_audit_events_outcome ATTACH PARTITION public.audit_events_2027_01_event_outcome_event_timestamp_idx;

ALTER INDEX public.idx_audit_events_event_timestamp ATTACH PARTITION public.audit_events_2027_01_event_timestamp_idx;

ALTER INDEX public.idx_audit_events_event_type ATTACH PARTITION public.audit_events_2027_01_event_type_event_timestamp_idx;

ALTER INDEX public.idx_audit_events_legal_hold ATTACH PARTITION public.audit_events_2027_01_legal_hold_idx;

ALTER INDEX public.audit_events_pkey ATTACH PARTITION public.audit_events_2027_01_pkey;

ALTER INDEX public.idx_audit_events_resource ATTACH PARTITION public.audit_events_2027_01_resource_type_resource_id_event_timest_idx;

ALTER INDEX public.idx_audit_events_actor ATTACH PARTITION public.audit_events_2027_02_actor_type_actor_id_event_timestamp_idx;

ALTER INDEX public.idx_audit_events_correlation_id ATTACH PARTITION public.audit_events_2027_02_correlation_id_event_timestamp_idx;

ALTER INDEX public.idx_audit_events_event_data_gin ATTACH PARTITION public.audit_events_2027_02_event_data_idx;

ALTER INDEX public.idx_audit_events_event_date ATTACH PARTITION public.audit_events_2027_02_event_date_idx;

ALTER INDEX public.idx_audit_events_hash ATTACH PARTITION public.audit_events_2027_02_event_hash_idx;

ALTER INDEX public.idx_audit_events_outcome ATTACH PARTITION public.audit_events_2027_02_event_outcome_event_timestamp_idx;

ALTER INDEX public.idx_audit_events_event_timestamp ATTACH PARTITION public.audit_events_2027_02_event_timestamp_idx;

ALTER INDEX public.idx_audit_events_event_type ATTACH PARTITION public.audit_events_2027_02_event_type_event_timestamp_idx;

ALTER INDEX public.idx_audit_events_legal_hold ATTACH PARTITION public.audit_events_2027_02_legal_hold_idx;

ALTER INDEX public.audit_events_pkey ATTACH PARTITION public.audit_events_2027_02_pkey;

ALTER INDEX public.idx_audit_events_resource ATTACH PARTITION public.audit_events_2027_02_resource_type_resource_id_event_timest_idx;

CREATE TRIGGER enforce_legal_hold BEFORE DELETE ON public.audit_events FOR EACH ROW EXECUTE FUNCTION public.prevent_legal_hold_deletion();

CREATE TRIGGER trg_set_audit_event_date BEFORE INSERT ON public.audit_events FOR EACH ROW EXECUTE FUNCTION public.set_audit_event_date();

ALTER TABLE public.audit_events
    ADD CONSTRAINT fk_audit_events_parent FOREIGN KEY (parent_event_id, parent_event_date) REFERENCES public.audit_events(event_id, event_date) ON DELETE RESTRICT;

