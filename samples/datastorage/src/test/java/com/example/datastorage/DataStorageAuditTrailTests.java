package com.example.datastorage;

import static com.example.datastorage.AuditEvents.PATH;
import static com.example.datastorage.AuditEvents.json;
import static com.example.datastorage.AuditEvents.post;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

/** The trail can be trusted: it is chained by hash, and what is on legal hold stays. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureRestTestClient
class DataStorageAuditTrailTests {

    private static final String TRAIL = "/api/v1/audit/trails/{correlationId}";

    private final String correlationId = UUID.randomUUID().toString();

    @Autowired
    private RestTestClient client;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void concurrentWritersLeaveAnUnbrokenChain() throws Exception {
        Callable<Void> writer = () -> {
            for (int event = 0; event < 5; event++) {
                write();
            }
            return null;
        };
        ExecutorService writers = Executors.newFixedThreadPool(8);
        try {
            for (Future<Void> done : writers.invokeAll(
                    IntStream.range(0, 8).mapToObj(i -> writer).toList())) {
                done.get();
            }
        } finally {
            writers.shutdown();
        }

        expectChain(40, true);
    }

    @Test
    void anEventThatWasChangedBreaksTheChain() {
        write();
        write();
        expectChain(2, true);

        this.jdbc
                .sql("UPDATE audit_events SET event_outcome = 'failure' WHERE correlation_id = :id")
                .param("id", this.correlationId)
                .update();

        expectChain(2, false);
    }

    @Test
    void anEventThatWasRemovedFromTheMiddleBreaksTheChain() {
        write();
        String second = write();
        write();

        delete(second).expectStatus().isNoContent();

        expectChain(2, false);
    }

    @Test
    void whatIsOnLegalHoldCannotBeDeletedUntilTheHoldIsReleased() {
        String event = write();
        this.client
                .put()
                .uri(TRAIL + "/legal-hold", this.correlationId)
                .contentType(MediaType.APPLICATION_JSON)
                .body("{\"reason\": \"case 17\", \"placed_by\": \"legal@example.com\"}")
                .exchange()
                .expectBody()
                .jsonPath("$.events")
                .isEqualTo(1);

        delete(event)
                .expectStatus()
                .isEqualTo(409)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("urn:datastorage:problem:legal-hold");

        this.client
                .delete()
                .uri(TRAIL + "/legal-hold", this.correlationId)
                .exchange()
                .expectBody()
                .jsonPath("$.events")
                .isEqualTo(1);
        delete(event).expectStatus().isNoContent();
        delete(event).expectStatus().isNotFound();
    }

    /** Writes an event and returns its id. */
    private String write() {
        List<Receipt> receipts = post(this.client, json(this.correlationId, "gateway.signal.received", Instant.now()))
                .expectStatus()
                .isCreated()
                .expectBody(new ParameterizedTypeReference<List<Receipt>>() {})
                .returnResult()
                .getResponseBody();
        assertThat(receipts).hasSize(1);
        return receipts.get(0).eventId().toString();
    }

    private ResponseSpec delete(String eventId) {
        return this.client.delete().uri(PATH + "/" + eventId).exchange();
    }

    private void expectChain(int events, boolean intact) {
        this.client
                .get()
                .uri(TRAIL + "/chain", this.correlationId)
                .exchange()
                .expectBody()
                .jsonPath("$.events")
                .isEqualTo(events)
                .jsonPath("$.intact")
                .isEqualTo(intact);
    }
}
