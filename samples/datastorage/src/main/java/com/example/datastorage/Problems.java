package com.example.datastorage;

import java.net.URI;
import java.time.YearMonth;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** The problems of its own that this service tells its clients, as RFC 9457 describes them. */
final class Problems {

    private Problems() {}

    /**
     * 503 and not 422: the event is fine and must not be lost. Its client keeps it and tries again, and the
     * operator of the service creates the partition.
     */
    static ErrorResponseException noPartition(NewAuditEvent event, Throwable cause) {
        YearMonth month = YearMonth.from(event.eventDate());
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE,
                "audit_events has no partition for %s, so event %s cannot be stored yet. Send it again later."
                        .formatted(month, event.eventId()));
        problem.setProperty("month", month.toString());
        return exception(problem, "no-partition", "No partition for the event's month", cause);
    }

    static ErrorResponseException alreadyStored(NewAuditEvent event, Throwable cause) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.CONFLICT, "Event %s is stored already.".formatted(event.eventId()));
        return exception(problem, "already-stored", "Event already stored", cause);
    }

    static ErrorResponseException onLegalHold(UUID eventId, Throwable cause) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.CONFLICT,
                "Event %s is on legal hold. Release the hold, then delete the event.".formatted(eventId));
        return exception(problem, "legal-hold", "Event on legal hold", cause);
    }

    static ErrorResponseException noSuchEvent(UUID eventId) {
        ProblemDetail problem =
                ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, "There is no event %s.".formatted(eventId));
        return exception(problem, "no-such-event", "No such event", null);
    }

    private static ErrorResponseException exception(
            ProblemDetail problem, String type, String title, @Nullable Throwable cause) {
        problem.setType(URI.create("urn:datastorage:problem:" + type));
        problem.setTitle(title);
        return new ErrorResponseException(HttpStatus.valueOf(problem.getStatus()), problem, cause);
    }
}
