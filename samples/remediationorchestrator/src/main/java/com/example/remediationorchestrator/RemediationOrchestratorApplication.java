package com.example.remediationorchestrator;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The RemediationOrchestrator, reduced to the phases of a remediation and the events that record them. */
@SpringBootApplication
public class RemediationOrchestratorApplication {

    public static void main(String[] args) {
        SpringApplication.run(RemediationOrchestratorApplication.class, args);
    }
}
