package io.e2e.migrations.boot.autoconfigure;

import io.e2e.migrations.boot.targets.TargetChoice;
import io.e2e.migrations.config.MigrationException;
import java.util.Locale;

/** Tests that were processed ahead of time run with properties that ask for other beans. Nothing was started. */
public final class ProcessedOtherwiseException extends MigrationException {

    private ProcessedOtherwiseException(String problem) {
        super(
                problem,
                "Process the tests again with the properties and environment variables that they run with (mvn"
                        + " spring-boot:process-test-aot), or run them without spring.aot.enabled.",
                null);
    }

    static ProcessedOtherwiseException property(String name, Object processed, Object now) {
        return new ProcessedOtherwiseException("The tests were processed ahead of time with " + name + "="
                + lowerCase(processed) + ", but run with " + name + "=" + lowerCase(now) + ".");
    }

    static ProcessedOtherwiseException target(TargetChoice processed, TargetChoice now) {
        return new ProcessedOtherwiseException("The tests were processed ahead of time for the target "
                + description(processed) + ", but run with the target " + description(now) + ".");
    }

    private static String description(TargetChoice choice) {
        return lowerCase(choice.target()) + (choice.reason().isEmpty() ? "" : " (" + choice.reason() + ")");
    }

    private static String lowerCase(Object value) {
        return value.toString().toLowerCase(Locale.ROOT);
    }
}
