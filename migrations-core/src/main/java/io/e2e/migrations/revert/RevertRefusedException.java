package io.e2e.migrations.revert;

import io.e2e.migrations.config.MigrationException;
import java.util.List;
import java.util.stream.Collectors;

/** Migrations cannot be reverted: applied ones need them, or they have no Down section that fits. */
public final class RevertRefusedException extends MigrationException {

    private final List<String> reasons;

    RevertRefusedException(String target, List<Obstacle> obstacles) {
        super(
                obstacles.stream()
                        .map(obstacle -> "\n  " + obstacle.text())
                        .collect(Collectors.joining("", "Cannot revert on " + target + ":", "\nNothing was changed.")),
                obstacles.stream().map(Obstacle::remedy).distinct().collect(Collectors.joining(" ")),
                null);
        this.reasons = obstacles.stream().map(Obstacle::text).toList();
    }

    /** Every reason. */
    public List<String> reasons() {
        return this.reasons;
    }
}
