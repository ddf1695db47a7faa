package com.example.aianalysis;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** AIAnalysis, reduced to what it does with the database: it chooses a workflow and records how it came to that. */
@SpringBootApplication
public class AiAnalysisApplication {

    public static void main(String[] args) {
        SpringApplication.run(AiAnalysisApplication.class, args);
    }
}
