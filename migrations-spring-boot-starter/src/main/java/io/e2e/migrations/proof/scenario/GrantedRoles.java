package io.e2e.migrations.proof.scenario;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.catalog.MigrationCatalog;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The roles that a catalog may grant to. They have to exist before anything is applied, since many grants are made only
 * where they do; so they are guessed from the text, generously. What was really granted is then seen in the database.
 */
final class GrantedRoles {

    private static final Pattern GRANT =
            Pattern.compile("\\bGRANT\\b[^;]*?\\bTO\\s+\"?([a-z_][a-z0-9_$]*)\"?", Pattern.CASE_INSENSITIVE);

    private static final Set<String> NO_ROLES =
            Set.of("public", "current_user", "session_user", "current_role", "group");

    private GrantedRoles() {}

    static Set<String> of(MigrationCatalog catalog) {
        Set<String> roles = new TreeSet<>();
        for (Migration migration : catalog.migrations()) {
            roles.addAll(migration.header().roles());
            migration.script().up().stream()
                    .flatMap(statement -> GRANT.matcher(statement.text()).results())
                    .forEach(grant -> roles.add(grant.group(1)));
        }
        roles.removeIf(role -> NO_ROLES.contains(role.toLowerCase(Locale.ROOT)) || role.startsWith("pg_"));
        return roles;
    }
}
