package com.example.consumer;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** A service that uses the database by JPA, Spring Data JDBC, jOOQ and plain JDBC, and knows nothing of the starter. */
@SpringBootApplication
class ConsumerApplication {}
