package io.e2e.migrations.proof;

import io.e2e.migrations.config.MigrationException;
import java.util.List;
import java.util.stream.Collectors;

/** The catalog does not keep what its headers promise; everything that was found is listed at once. */
public final class ProofFailedException extends MigrationException {

    private final List<ProofViolation> violations;

    ProofFailedException(List<String> locations, List<ProofViolation> violations, String unproven) {
        super(
                "The catalog " + String.join(", ", locations) + " is not proven, for "
                        + (violations.size() == 1 ? "one reason" : violations.size() + " reasons") + ":\n  - "
                        + violations.stream()
                                .map(violation -> violation.toString().replace("\n", "\n  "))
                                .collect(Collectors.joining("\n  - ")),
                "Change the files as offered, and run the proof again." + unproven,
                null);
        this.violations = List.copyOf(violations);
    }

    /** Every violation, in the order of the catalog. */
    public List<ProofViolation> violations() {
        return this.violations;
    }
}
