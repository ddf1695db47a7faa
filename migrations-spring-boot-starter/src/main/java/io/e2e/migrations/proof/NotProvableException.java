package io.e2e.migrations.proof;

import io.e2e.migrations.config.MigrationException;
import java.util.List;

/** The files of another tool have no headers to prove, or do what a proof cannot repeat. */
public final class NotProvableException extends MigrationException {

    private NotProvableException(String problem, String remedy) {
        super(problem, remedy, null);
    }

    static NotProvableException notDescribed(List<String> locations, String because) {
        return new NotProvableException(
                "There is nothing to prove of " + String.join(", ", locations) + ": "
                        + (because.isEmpty() ? "the files are those of another tool, and have no headers" : because)
                        + ".",
                "Let the command \"describe\" of e2e-migrations write the headers; docs/your-migrations.md describes them.");
    }

    static NotProvableException createsRole(String file) {
        return new NotProvableException(
                "The headers cannot be proven, because " + file
                        + " creates a role: a server has it once, and a proof applies"
                        + " migrations to many databases of one server.",
                "Create the role in a DO block, and only if pg_roles has none of that name. Or do without the proof: what is"
                        + " selected first is compared with the whole catalog anyway.");
    }
}
