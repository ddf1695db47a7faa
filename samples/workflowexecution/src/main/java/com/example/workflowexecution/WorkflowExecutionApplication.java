package com.example.workflowexecution;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.scheduling.annotation.EnableAsync;

/** WorkflowExecution: it runs workflows and reports what happens to the Data Storage service. */
@SpringBootApplication
@EnableAsync
public class WorkflowExecutionApplication {

    public static void main(String[] args) {
        SpringApplication.run(WorkflowExecutionApplication.class, args);
    }
}
