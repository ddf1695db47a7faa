package io.e2e.migrations.boot.diagnostics;

import io.e2e.migrations.config.MigrationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/**
 * When a context fails because the database lacks something, such as a table that an entity maps or a bean queries: names
 * the entry, the month or the right that is missing. The errors of the migrations themselves are explained elsewhere.
 */
final class DatabaseErrorFailureAnalyzer implements FailureAnalyzer {

    private static final int INDENT = 4;

    private final BeanFactory beanFactory;

    DatabaseErrorFailureAnalyzer(BeanFactory beanFactory) {
        this.beanFactory = beanFactory;
    }

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        if (DatabaseError.causes(failure).anyMatch(MigrationException.class::isInstance)) {
            return null;
        }
        return KeptExplainer.in(this.beanFactory)
                .flatMap(explainer -> explainer.explain(failure))
                .map(explanation -> new FailureAnalysis(
                        bean(failure) + explanation.problem() + "\n\n"
                                + String.join("\n", messages(failure))
                                        .indent(INDENT)
                                        .stripTrailing(),
                        explanation.remedy(),
                        failure))
                .orElse(null);
    }

    private static String bean(Throwable failure) {
        return innermost(failure)
                .map(BeanCreationException::getBeanName)
                .map(name -> "The bean '" + name + "' could not be created.\n")
                .orElse("");
    }

    private static Optional<BeanCreationException> innermost(Throwable failure) {
        return DatabaseError.causes(failure)
                .filter(BeanCreationException.class::isInstance)
                .map(BeanCreationException.class::cast)
                .reduce((outer, inner) -> inner);
    }

    /** What the causes say, from the statement to the server's answer; what an outer one repeats is left out. */
    private static List<String> messages(Throwable failure) {
        Throwable start = innermost(failure).map(Throwable::getCause).orElse(failure);
        List<String> messages = new ArrayList<>();
        DatabaseError.causes(start)
                .map(cause -> String.valueOf(cause.getMessage()))
                .forEach(message -> {
                    if (messages.stream().noneMatch(outer -> outer.contains(message))) {
                        messages.add(message);
                    }
                });
        return messages;
    }
}
