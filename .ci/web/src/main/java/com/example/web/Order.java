package com.example.web;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

public record Order(
        UUID id,
        BigDecimal price,
        Instant placed,
        LocalDate due,
        Duration limit,
        Optional<String> note,
        TimeUnit unit,
        Map<String, List<Integer>> amounts,
        byte[] picture,
        URI link,
        String nothing) {

    static Order sample() {
        return new Order(
                UUID.fromString("00000000-0000-0000-0000-000000000001"),
                new BigDecimal("10.50"),
                Instant.parse("2026-01-02T03:04:05.678Z"),
                LocalDate.parse("2026-02-03"),
                Duration.ofMinutes(90),
                Optional.of("fragile"),
                TimeUnit.DAYS,
                Map.of("apples", List.of(1, 2)),
                new byte[] {1, 2, 3},
                URI.create("https://example.com/1"),
                null);
    }
}
