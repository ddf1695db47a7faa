package io.e2e.migrations.boot.targets;

import io.e2e.migrations.plan.NearestNames;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;

/** Names the property that was probably meant; before Spring Boot's analyzer, which knows no other names. */
final class MisspelledPropertyFailureAnalyzer extends AbstractFailureAnalyzer<UnboundConfigurationPropertiesException>
        implements Ordered {

    private static final String PREFIX = "e2e.migrations.";

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, UnboundConfigurationPropertiesException cause) {
        List<ConfigurationProperty> ours = cause.getUnboundProperties().stream()
                .filter(property -> property.getName().toString().startsWith(PREFIX))
                .toList();
        if (ours.isEmpty()) {
            return null;
        }
        List<String> names = names("", E2eMigrationsProperties.class).toList();
        return new FailureAnalysis(
                ours.stream().map(property -> describe(property, names)).collect(Collectors.joining("\n")),
                "Correct the name. Under " + PREFIX + " there are " + String.join(", ", names) + ".",
                cause);
    }

    private static String describe(ConfigurationProperty property, List<String> names) {
        String written = property.getName().toString().substring(PREFIX.length());
        String nearest = NearestNames.to(written, names).stream()
                .map(name -> PREFIX + name)
                .collect(Collectors.joining(", or "));
        return "There is no property " + PREFIX + written + "."
                + (nearest.isEmpty() ? "" : "\nDid you mean " + nearest + "?")
                + (property.getOrigin() == null ? "" : "\nDefined at " + property.getOrigin());
    }

    private static Stream<String> names(String prefix, Class<?> type) {
        return Arrays.stream(type.getRecordComponents()).flatMap(component -> names(prefix, component));
    }

    private static Stream<String> names(String prefix, RecordComponent component) {
        String name = prefix + DataObjectPropertyName.toDashedForm(component.getName());
        return component.getType().isRecord() ? names(name + ".", component.getType()) : Stream.of(name);
    }
}
