package io.e2e.migrations.benchmarks.context;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/** The smallest application that uses a database. */
@SpringBootConfiguration
@EnableAutoConfiguration
class Application {}
