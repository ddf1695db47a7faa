package com.example.datastorage;

import java.util.UUID;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** What a client gets for an event: its id, and the hash by which it can prove later what was stored. */
@JsonNaming(SnakeCaseStrategy.class)
record Receipt(UUID eventId, String eventHash) {}
