package io.e2e.migrations.boot.diagnostics;

import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.plan.UnknownSelectionException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.Environment;

/**
 * Shows any {@link MigrationException} as what is wrong and what to change, without a stack trace. For a misspelled entry
 * it adds the file and line in which the entry stands.
 */
final class MigrationFailureAnalyzer extends AbstractFailureAnalyzer<MigrationException> {

    private static final String TABLES = "e2e.migrations.tables";
    private static final int MOST_ENTRIES = 100;

    private final Environment environment;

    MigrationFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, MigrationException cause) {
        String where = cause instanceof UnknownSelectionException unknown
                ? origin(unknown.entry()).map(found -> "\nDefined at " + found).orElse("")
                : "";
        return new FailureAnalysis(cause.problem() + where, cause.remedy(), cause);
    }

    private Optional<Origin> origin(String entry) {
        List<ConfigurationPropertyName> names = Stream.concat(
                        Stream.of(ConfigurationPropertyName.of(TABLES)),
                        IntStream.range(0, MOST_ENTRIES)
                                .mapToObj(index -> ConfigurationPropertyName.of(TABLES + "[" + index + "]")))
                .toList();
        return StreamSupport.stream(
                        ConfigurationPropertySources.get(this.environment).spliterator(), false)
                .flatMap(source -> names.stream().map(source::getConfigurationProperty))
                .filter(property ->
                        property != null && String.valueOf(property.getValue()).contains(entry))
                .map(property -> Origin.from(property))
                .filter(origin -> origin != null)
                .findFirst();
    }
}
