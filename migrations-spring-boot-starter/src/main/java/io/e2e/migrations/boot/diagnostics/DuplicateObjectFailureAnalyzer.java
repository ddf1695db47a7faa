package io.e2e.migrations.boot.diagnostics;

import io.e2e.migrations.catalog.Migration;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/**
 * When Flyway, Liquibase or a script of the application cannot create something because our migrations, which run first,
 * created it: names the object, both sides, and the ways out. Knows the other tools by the names of their packages, so that none
 * of them has to be there.
 */
final class DuplicateObjectFailureAnalyzer implements FailureAnalyzer {

    /**
     * SQLSTATE duplicate_table, duplicate_object, duplicate_function and duplicate_column (PostgreSQL manual, appendix
     * "PostgreSQL Error Codes").
     */
    private static final Set<String> EXISTS_ALREADY = Set.of("42P07", "42710", "42723", "42701");

    /** The server gives names only in its message; whatever stands in quotes there is tried. */
    private static final Pattern QUOTED = Pattern.compile("[\"«„“](?:\\w+\\.)?(\\w+)[\"»“”]");

    private static final List<OtherTool> TOOLS = List.of(
            new OtherTool("Flyway", "org.flywaydb.", "spring.flyway.enabled=false"),
            new OtherTool("Liquibase", "liquibase.", "spring.liquibase.enabled=false"),
            new OtherTool(
                    "A script of the application",
                    "org.springframework.jdbc.datasource.init.",
                    "spring.sql.init.mode=never"));

    private final BeanFactory beanFactory;

    DuplicateObjectFailureAnalyzer(BeanFactory beanFactory) {
        this.beanFactory = beanFactory;
    }

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        Optional<OtherTool> tool = DatabaseError.causes(failure)
                .flatMap(cause -> TOOLS.stream().filter(candidate -> candidate.threw(cause)))
                .findFirst();
        Optional<SQLException> refused = DatabaseError.causes(failure)
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .filter(error -> error.getSQLState() != null && EXISTS_ALREADY.contains(error.getSQLState()))
                .findFirst();
        if (tool.isEmpty() || refused.isEmpty()) {
            return null;
        }
        return madeTwice(String.valueOf(refused.get().getMessage()))
                .map(object -> analysis(tool.get(), object, refused.get()))
                .orElse(null);
    }

    private static FailureAnalysis analysis(OtherTool tool, MadeTwice object, SQLException refused) {
        return new FailureAnalysis(
                tool.name() + " cannot create " + object.name() + ", because "
                        + object.migration().file()
                        + " created it before: the migrations of e2e.migrations run first. The server said:\n"
                        + refused.getMessage(),
                "Let only one of the two create it. If it belongs to Data Storage, remove " + object.name()
                        + " from what the application brings, or set " + tool.off()
                        + " in the test's properties. If it belongs to the application, remove it from"
                        + " e2e.migrations.tables, or set e2e.migrations.enabled=false and use a database of your own.",
                refused);
    }

    /** What stands in the message and a migration of a plan creates. */
    private Optional<MadeTwice> madeTwice(String message) {
        List<String> names =
                QUOTED.matcher(message).results().map(match -> match.group(1)).toList();
        return planned()
                .flatMap(migration -> migration.header().creates().stream()
                        .filter(object -> names.contains(object.name()))
                        .map(object -> new MadeTwice(object.name(), migration)))
                .findFirst();
    }

    private Stream<Migration> planned() {
        return KeptExplainer.in(this.beanFactory).stream().flatMap(DatabaseErrorExplainer::applied);
    }

    /**
     * Something else that makes tables.
     *
     * @param name how people call it
     * @param packages where its exceptions are
     * @param off the property that keeps it from running
     */
    private record OtherTool(String name, String packages, String off) {

        boolean threw(Throwable failure) {
            return failure.getClass().getName().startsWith(this.packages);
        }
    }

    /**
     * What two sides make.
     *
     * @param name the object's name
     * @param migration ours
     */
    private record MadeTwice(String name, Migration migration) {}
}
