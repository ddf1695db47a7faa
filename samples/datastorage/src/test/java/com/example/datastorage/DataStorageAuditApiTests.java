package com.example.datastorage;

import static com.example.datastorage.AuditEvents.PATH;
import static com.example.datastorage.AuditEvents.array;
import static com.example.datastorage.AuditEvents.json;
import static com.example.datastorage.AuditEvents.post;
import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.MigrationService;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

/** Writes and finds audit events over HTTP, on a database with all migrations. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureRestTestClient
class DataStorageAuditApiTests {

    private static final Instant NOON = Instant.parse("2026-02-10T12:00:00.123456Z");

    private final String correlationId = UUID.randomUUID().toString();

    @Autowired
    private RestTestClient client;

    @Autowired
    private MigrationService migrations;

    @Test
    @Tag("AC1")
    void withAllMigrationsAppliedAnEventIsWrittenAndFound() {
        assertThat(this.migrations.plan().selection()).isEmpty(); // everything
        assertThat(this.migrations.verifyMigrations().isClean()).isTrue();

        post(this.client, json(this.correlationId, "gateway.signal.received", NOON))
                .expectStatus()
                .isCreated()
                .expectBody()
                .jsonPath("$.length()")
                .isEqualTo(1)
                .jsonPath("$[0].event_hash")
                .isNotEmpty();

        this.client
                .get()
                .uri(PATH + "?correlation_id={id}", this.correlationId)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.total")
                .isEqualTo(1)
                .jsonPath("$.events[0].event_type")
                .isEqualTo("gateway.signal.received")
                .jsonPath("$.events[0].event_timestamp")
                .isEqualTo(NOON.toString())
                .jsonPath("$.events[0].event_date")
                .isEqualTo("2026-02-10")
                .jsonPath("$.events[0].event_data.source")
                .isEqualTo("prometheus");
    }

    @Test
    @Tag("AC1")
    void eventsAreFoundByCorrelationIdTypeAndTimePageByPage() {
        post(
                        this.client,
                        array(List.of(
                                json(this.correlationId, "workflowexecution.workflow.started", NOON),
                                json(this.correlationId, "workflowexecution.workflow.step", NOON.plusSeconds(1)),
                                json(this.correlationId, "workflowexecution.workflow.step", NOON.plusSeconds(2)),
                                json(this.correlationId, "workflowexecution.workflow.step", NOON.plusSeconds(3)))))
                .expectStatus()
                .isCreated();

        this.client
                .get()
                .uri(
                        PATH + "?correlation_id={id}&event_type={type}&from={from}&to={to}&limit=1&offset=1",
                        this.correlationId,
                        "workflowexecution.workflow.step",
                        NOON.plusSeconds(1),
                        NOON.plusSeconds(3))
                .exchange()
                .expectBody()
                .jsonPath("$.total")
                .isEqualTo(2)
                .jsonPath("$.limit")
                .isEqualTo(1)
                .jsonPath("$.offset")
                .isEqualTo(1)
                .jsonPath("$.events.length()")
                .isEqualTo(1)
                .jsonPath("$.events[0].event_timestamp")
                .isEqualTo(NOON.plusSeconds(1).toString());
    }

    @Test
    void aBatchIsStoredWholeOrNotAtAll() {
        String taken = json(this.correlationId, "gateway.signal.received", NOON)
                .replaceFirst("\\{", "{\"event_id\": \"6f1c2b52-1f7d-4a0f-9a77-1c7ff3a3c001\",");

        post(this.client, array(List.of(taken, taken)))
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("urn:datastorage:problem:already-stored");

        this.client
                .get()
                .uri(PATH + "?correlation_id={id}", this.correlationId)
                .exchange()
                .expectBody()
                .jsonPath("$.total")
                .isEqualTo(0);
    }

    @Test
    void aProblemDetailNamesEachInvalidField() {
        String second =
                json(" ", "gateway.signal.received", NOON).replaceFirst("\"event_data\": .*", "\"duration_ms\": -1");

        post(this.client, array(List.of(json(this.correlationId, "gateway.signal.received", NOON), second)))
                .expectStatus()
                .isBadRequest()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.detail")
                .isEqualTo("The request is not valid: [1].correlation_id must not be blank and more.")
                .jsonPath("$.errors[*].field")
                .isEqualTo(List.of("[1].correlation_id", "[1].duration_ms", "[1].event_data"));
    }

    @Test
    void aProblemDetailNamesAnInvalidParameter() {
        this.client
                .get()
                .uri(PATH + "?from=yesterday&limit=1001")
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.errors[*].field")
                .isEqualTo(List.of("from"))
                .jsonPath("$.errors[0].message")
                .isEqualTo("is not readable: yesterday");
    }

    @Test
    void anEventOfAMonthWithoutPartitionIsRefusedForNow() {
        post(this.client, json(this.correlationId, "gateway.signal.received", Instant.parse("2001-04-30T23:59:59Z")))
                .expectStatus()
                .isEqualTo(503)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("urn:datastorage:problem:no-partition")
                .jsonPath("$.month")
                .isEqualTo("2001-04");
    }
}
