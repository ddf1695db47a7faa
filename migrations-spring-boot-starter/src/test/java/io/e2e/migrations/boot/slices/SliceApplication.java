package io.e2e.migrations.boot.slices;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** A service as a consumer would have it: JPA, jOOQ, Spring Data JDBC, and H2 lying about on the class path. */
@SpringBootApplication
class SliceApplication {}
