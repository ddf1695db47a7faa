package io.e2e.migrations.session;

import io.e2e.migrations.plan.AppliedMigration;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What a database said of itself at one moment.
 *
 * @param history the migrations that it has
 * @param snapshot the objects that were asked for
 * @param roles those of the roles asked for that exist
 * @param unremembered the files of migrations of which it is still to be remembered what they leave
 */
public record DatabaseState(
        List<AppliedMigration> history, SchemaSnapshot snapshot, Set<String> roles, Set<String> unremembered) {

    public DatabaseState {
        history = List.copyOf(history);
        Objects.requireNonNull(snapshot, "snapshot");
        roles = Set.copyOf(roles);
        unremembered = Set.copyOf(unremembered);
    }
}
