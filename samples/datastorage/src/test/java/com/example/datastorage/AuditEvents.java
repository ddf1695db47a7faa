package com.example.datastorage;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

/** What a client of the service does, over HTTP. */
final class AuditEvents {

    static final String PATH = "/api/v1/audit/events";

    private AuditEvents() {}

    /** An event as JSON. */
    static String json(String correlationId, String eventType, Instant timestamp) {
        return """
                {
                    "event_timestamp": "%s",
                    "event_type": "%s",
                    "event_category": "gateway",
                    "event_action": "received",
                    "event_outcome": "success",
                    "actor_type": "service",
                    "actor_id": "gateway",
                    "resource_type": "signal",
                    "resource_id": "shop/Deployment/cart",
                    "correlation_id": "%s",
                    "event_data": {"source": "prometheus", "value": 1e2}
                }""".formatted(timestamp, eventType, correlationId);
    }

    static String array(List<String> events) {
        return events.stream().collect(Collectors.joining(",", "[", "]"));
    }

    static ResponseSpec post(RestTestClient client, String body) {
        return client.post()
                .uri(PATH)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .exchange();
    }
}
