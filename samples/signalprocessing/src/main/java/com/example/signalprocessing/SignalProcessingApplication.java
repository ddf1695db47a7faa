package com.example.signalprocessing;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** SignalProcessing, reduced to its categorization and the trail that it leaves. */
@SpringBootApplication
public class SignalProcessingApplication {

    public static void main(String[] args) {
        SpringApplication.run(SignalProcessingApplication.class, args);
    }
}
