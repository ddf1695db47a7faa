-- Another row in each run, and the same one in each copy of what a run made.
CREATE TABLE run AS SELECT gen_random_uuid() AS id;
