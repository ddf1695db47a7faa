package io.e2e.migrations.revert;

import io.e2e.migrations.config.MigrationException;
import java.util.List;
import java.util.stream.Collectors;

/** Reverting migrations would lose data that applying them again does not bring back. */
public final class LossyRevertException extends MigrationException {

    private final List<String> losses;

    LossyRevertException(String target, RevertRequest request, List<String> losses) {
        super(
                losses.stream()
                        .map(loss -> "\n  " + loss)
                        .collect(Collectors.joining(
                                "", "Reverting would lose data of " + target + ":", "\nNothing was changed.")),
                "If the data may go, allow it: migrations.revert(" + request.allowLoss() + ").",
                null);
        this.losses = List.copyOf(losses);
    }

    /** What would be lost. */
    public List<String> losses() {
        return this.losses;
    }
}
