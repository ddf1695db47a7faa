package io.e2e.migrations.boot.targets;

import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.datasource.DataSourceAccess;
import io.e2e.migrations.datasource.SafeUrl;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.util.PlaceholderResolutionException;

/** A property that decides about the database contains a placeholder that nothing gives a value. */
public final class UnresolvedPlaceholderException extends MigrationException {

    private static final ConfigurationPropertyName OURS = ConfigurationPropertyName.of("e2e.migrations");

    private final String property;
    private final String placeholder;

    private UnresolvedPlaceholderException(
            String property, String value, String remedy, PlaceholderResolutionException cause) {
        super(
                property + " is "
                        + (property.contains("password") ? "set" : SafeUrl.of(value))
                        + ", and the placeholder " + cause.getPlaceholder() + " has no value.",
                remedy,
                null);
        this.property = property;
        this.placeholder = cause.getPlaceholder();
    }

    /** The value of a property of the application's own database; {@code null} if there is none. */
    static @Nullable String resolved(Environment environment, String property) {
        try {
            return environment.getProperty(property);
        } catch (PlaceholderResolutionException ex) {
            List<String> values = ex.getValues();
            throw new UnresolvedPlaceholderException(
                    property,
                    values.get(values.size() - 1),
                    DataSourceAccess.USE_EMBEDDED + " Or give " + ex.getPlaceholder()
                            + " a value, in the environment or in the test's properties.",
                    ex);
        }
    }

    /** Refuses a placeholder without a value in any property of the starter's own. */
    static void requireResolved(Environment environment) {
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource iterable) {
                for (ConfigurationPropertyName name : iterable) {
                    if (OURS.isAncestorOf(name)) {
                        requireResolved(environment, name);
                    }
                }
            }
        }
    }

    private static void requireResolved(Environment environment, ConfigurationPropertyName name) {
        try {
            environment.getProperty(name.toString());
        } catch (PlaceholderResolutionException ex) {
            List<String> values = ex.getValues();
            throw new UnresolvedPlaceholderException(
                    name.toString(),
                    values.get(values.size() - 1),
                    "Give " + ex.getPlaceholder() + " a value, in the environment or in the test's properties; or give"
                            + " the property another value.",
                    ex);
        }
    }

    /** The property. */
    public String property() {
        return this.property;
    }

    /** The placeholder, without its braces. */
    public String placeholder() {
        return this.placeholder;
    }
}
