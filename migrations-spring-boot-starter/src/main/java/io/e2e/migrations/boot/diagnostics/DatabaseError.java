package io.e2e.migrations.boot.diagnostics;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * An error of the database, or of Hibernate's comparison of the schema with the entities, as far as it can be related to
 * migrations.
 *
 * @param state the SQLSTATE; {@link #SCHEMA_VALIDATION} for Hibernate's comparison
 * @param names the objects that it may be about
 * @param table the table that the server names in a field of its own; {@code null} if it names none
 * @param detail the server's detail, else empty
 */
record DatabaseError(
        String state, List<String> names, @Nullable String table, String detail) {

    /** In place of a SQLSTATE, which an error of Hibernate's own does not have. */
    static final String SCHEMA_VALIDATION = "schema validation";

    private static final String HIBERNATE = "org.hibernate.tool.schema.spi.SchemaManagementException";

    /**
     * The server gives the name of what does not exist only in its message, translated: in quotes, or before the
     * parentheses of a function. Hibernate puts names in brackets.
     */
    private static final Pattern NAME = Pattern.compile("[\"«»„“\\[](?:\\w+\\.)*(\\w+)[\"«»“”\\]]|(\\w+)\\(");

    private static final Pattern WORD = Pattern.compile("(\\w+)");

    DatabaseError {
        names = List.copyOf(names);
    }

    /** The first error among a failure and its causes that comes from the server or from Hibernate's comparison. */
    static Optional<DatabaseError> in(Throwable failure) {
        return causes(failure).flatMap(cause -> of(cause).stream()).findFirst();
    }

    static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }

    private static Optional<DatabaseError> of(Throwable cause) {
        if (cause.getClass().getName().equals(HIBERNATE)) {
            return Optional.of(new DatabaseError(SCHEMA_VALIDATION, names(NAME, cause.getMessage()), null, ""));
        }
        if (cause instanceof PSQLException error && error.getServerErrorMessage() != null) {
            ServerErrorMessage fields = error.getServerErrorMessage();
            // A name without quotes, as in "permission denied for table a", is a word like any other.
            Pattern pattern = DatabaseErrorExplainer.DENIED.equals(fields.getSQLState()) ? WORD : NAME;
            return Optional.of(new DatabaseError(
                    String.valueOf(fields.getSQLState()),
                    names(pattern, fields.getMessage()),
                    fields.getConstraint() == null ? fields.getTable() : null,
                    fields.getDetail() == null ? "" : fields.getDetail()));
        }
        // A batch repeats the state of its cause, which has the server's fields; other drivers wrap without a cause.
        if (cause instanceof SQLException error
                && error.getSQLState() != null
                && !(error.getCause() instanceof SQLException)) {
            return Optional.of(new DatabaseError(error.getSQLState(), names(NAME, error.getMessage()), null, ""));
        }
        return Optional.empty();
    }

    private static List<String> names(Pattern pattern, @Nullable String message) {
        return pattern.matcher(String.valueOf(message))
                .results()
                .map(DatabaseError::name)
                .distinct()
                .toList();
    }

    private static String name(MatchResult match) {
        return match.group(1) != null ? match.group(1) : match.group(2);
    }
}
