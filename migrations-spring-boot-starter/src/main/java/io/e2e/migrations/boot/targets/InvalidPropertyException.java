package io.e2e.migrations.boot.targets;

import io.e2e.migrations.config.MigrationException;
import java.util.function.Supplier;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

/** A property has a value of the right type that makes no sense. */
public final class InvalidPropertyException extends MigrationException {

    private InvalidPropertyException(String problem, IllegalArgumentException cause) {
        super(
                problem + ".",
                "Correct it in the test's properties, or in the environment variable that sets it.",
                cause);
    }

    /**
     * Makes a value of properties.
     *
     * @param prefix of the properties, with the dot
     * @param making may refuse with a message that begins with a property's name, as here or as in Java
     */
    static <T> T valid(String prefix, Supplier<T> making) {
        try {
            return making.get();
        } catch (IllegalArgumentException ex) {
            String[] words = String.valueOf(ex.getMessage()).split(" ", 2);
            String name = DataObjectPropertyName.toDashedForm(words[0]);
            throw new InvalidPropertyException(prefix + name + " " + words[words.length - 1], ex);
        }
    }
}
