package io.e2e.migrations.repair;

import io.e2e.migrations.config.MigrationException;
import java.util.List;
import java.util.stream.Collectors;

/** A named file needs no repair, or none that is certain. */
public final class RepairRefusedException extends MigrationException {

    private final List<String> problems;

    RepairRefusedException(String target, List<String> problems) {
        super(
                problems.stream()
                        .map(problem -> "\n  " + problem)
                        .collect(Collectors.joining(
                                "", "Cannot repair the history of " + target + ":", "\nNothing was changed.")),
                "Name the files that MigrationService.status() shows as changed, missing or interrupted, by their whole names.",
                null);
        this.problems = List.copyOf(problems);
    }

    /** What is wrong with each file. */
    public List<String> problems() {
        return this.problems;
    }
}
