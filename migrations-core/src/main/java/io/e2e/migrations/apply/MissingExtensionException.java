package io.e2e.migrations.apply;

import io.e2e.migrations.config.MigrationException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An extension that a migration needs is not installed on the server, or is in a schema where the migration does not
 * find it. The migration was rolled back; those before it stay applied.
 */
public final class MissingExtensionException extends MigrationException {

    private static final Pattern CREATE = Pattern.compile(
            "^CREATE\\s+EXTENSION\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?\"?([\\w-]+)", Pattern.CASE_INSENSITIVE);

    /** What PostgreSQL answers if the extension's files are missing: the second until version 12. */
    private static final Set<String> UNAVAILABLE = Set.of("0A000", "58P01");

    /** An unknown type, operator class or the like; an unknown function or operator. */
    private static final Set<String> UNDEFINED = Set.of("42704", "42883");

    private final String extension;
    private final FailedStatement statement;
    private final MigrationReport report;

    private MissingExtensionException(
            String extension, String problem, String remedy, Failure failure) {
        super(problem + ": " + failure.statement() + "\n" + failure.report(), remedy, failure.cause());
        this.extension = extension;
        this.statement = failure.statement();
        this.report = failure.report();
    }

    /**
     * Finds out whether a statement failed for lack of an extension.
     *
     * @param offPath the required extensions that are in schemas which are not on the search path, with their schemas
     */
    static Optional<MissingExtensionException> find(
            FailedStatement statement, Map<String, String> offPath, MigrationReport report, Exception cause) {
        Failure failure = new Failure(statement, report, cause);
        Matcher create = CREATE.matcher(statement.sql());
        if (UNAVAILABLE.contains(statement.sqlState()) && create.find()) {
            return Optional.of(unavailable(create.group(1), failure));
        }
        return UNDEFINED.contains(statement.sqlState())
                ? offPath.entrySet().stream()
                        .findFirst()
                        .map(extension -> offPath(extension.getKey(), extension.getValue(), failure))
                : Optional.empty();
    }

    private static MissingExtensionException unavailable(String extension, Failure failure) {
        return new MissingExtensionException(
                extension,
                "The extension " + extension + " is not available on the server of "
                        + failure.report().target(),
                "Install it on that server (for Debian, a package such as postgresql-contrib or postgresql-18-…), or use"
                        + " a server that has it, such as a container of an image with it. The embedded server has the"
                        + " extensions that PostgreSQL itself brings.",
                failure);
    }

    private static MissingExtensionException offPath(String extension, String schema, Failure failure) {
        return new MissingExtensionException(
                extension,
                "The extension " + extension + " exists, but in schema " + schema
                        + ", which is not on the search path of migrations",
                "As its owner, move it to a schema on the search path: ALTER EXTENSION \"" + extension
                        + "\" SET SCHEMA public.",
                failure);
    }

    /** The extension. */
    public String extension() {
        return this.extension;
    }

    /** The statement, its position, and the server's error. */
    public FailedStatement statement() {
        return this.statement;
    }

    /** What was applied before, what failed, and what was not run. */
    public MigrationReport report() {
        return this.report;
    }

    private record Failure(FailedStatement statement, MigrationReport report, Exception cause) {}
}
