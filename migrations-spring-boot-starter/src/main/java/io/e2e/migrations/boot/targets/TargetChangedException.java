package io.e2e.migrations.boot.targets;

import io.e2e.migrations.config.MigrationException;
import java.util.Locale;

/** A bean added a property that names another target than the one that was chosen before any bean existed. */
public final class TargetChangedException extends MigrationException {

    TargetChangedException(TargetChoice chosen, TargetChoice now) {
        super(
                "The target " + word(chosen) + " was chosen before any bean existed, because " + chosen.reason()
                        + "; but a bean, such as a DynamicPropertyRegistrar, has added properties since: "
                        + now.reason() + ".",
                "Set e2e.migrations.target=" + word(now) + " to use what these properties name, or"
                        + " e2e.migrations.target=" + word(chosen) + " to leave it alone.",
                null);
    }

    private static String word(TargetChoice choice) {
        return choice.target().name().toLowerCase(Locale.ROOT);
    }
}
