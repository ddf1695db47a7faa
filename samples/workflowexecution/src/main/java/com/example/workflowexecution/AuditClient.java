package com.example.workflowexecution;

import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** The Data Storage service, as this one uses it. */
@Component
public class AuditClient {

    private static final String EVENTS = "/api/v1/audit/events";

    private final RestClient dataStorage;

    AuditClient(RestClient.Builder builder, @Value("${data-storage.url}") String url) {
        this.dataStorage = builder.baseUrl(url).build();
    }

    /** Sends an event in the background: a workflow does not wait for its audit trail. */
    @Async
    void send(AuditEvent event) {
        this.dataStorage.post().uri(EVENTS).body(event).retrieve().toBodilessEntity();
    }

    /** The types of the events of an execution, newest first. */
    public List<String> eventTypes(String executionId) {
        Page page = this.dataStorage
                .get()
                .uri(EVENTS + "?correlation_id={id}", executionId)
                .retrieve()
                .body(Page.class);
        return page.events().stream().map(Found::eventType).toList();
    }

    record Page(List<Found> events) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record Found(String eventType) {}
}
