package io.e2e.migrations.drift;

import static io.e2e.migrations.drift.Identifiers.quoted;

import io.e2e.migrations.inspect.DescribedObject;
import io.e2e.migrations.inspect.DescribedPart;
import io.e2e.migrations.schema.ObjectKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The statements that would correct the privileges of a role on an object. */
final class PrivilegeCorrections {

    private static final String GRANTABLE = " with grant option";

    private static final String ALL_BUT = "all but ";

    private PrivilegeCorrections() {}

    /** Whether the text says which privileges are lacking; the owner has all others without a grant. */
    static boolean areOfOwner(DescribedPart part) {
        return part.text().startsWith(ALL_BUT);
    }

    /**
     * Grants what is wanted and not found, and revokes what is found and not wanted.
     *
     * @param wanted the privileges, separated by commas; {@code none} if even the default ones are revoked
     * @param found likewise
     */
    static List<String> change(DescribedObject object, DescribedPart part, String wanted, String found) {
        return areOfOwner(part)
                ? statements(object, part, found.replace(ALL_BUT, ""), wanted.replace(ALL_BUT, ""))
                : statements(object, part, wanted, found);
    }

    private static List<String> statements(DescribedObject object, DescribedPart part, String wanted, String found) {
        String[] key = part.name().replaceFirst("^of ", "").split(" on ", 2);
        String role = areOfOwner(part) ? "CURRENT_USER" : key[0].equals("public") ? "PUBLIC" : quoted(key[0]);
        String column = key.length > 1 && key[1].startsWith("column ") ? key[1].substring("column ".length()) : null;
        String columns = column == null ? "" : " (" + quoted(column) + ")";
        String target = target(object, key.length > 1 ? key[1] : "");
        Set<String> missing = privileges(object, wanted, wanted.isEmpty() && found.equals("none"));
        Set<String> extra = privileges(object, found, found.isEmpty() && wanted.equals("none"));
        Set<String> both = new LinkedHashSet<>(missing);
        both.retainAll(extra);
        missing.removeAll(both);
        extra.removeAll(both);
        List<String> statements = new ArrayList<>();
        if (!extra.isEmpty()) {
            statements.add("REVOKE " + list(extra, any -> true, columns) + " ON " + target + " FROM " + role + ";");
        }
        if (missing.stream().anyMatch(privilege -> !privilege.endsWith(GRANTABLE))) {
            statements.add("GRANT " + list(missing, privilege -> !privilege.endsWith(GRANTABLE), columns) + " ON "
                    + target + " TO " + role + ";");
        }
        if (missing.stream().anyMatch(privilege -> privilege.endsWith(GRANTABLE))) {
            statements.add("GRANT " + list(missing, privilege -> privilege.endsWith(GRANTABLE), columns) + " ON "
                    + target + " TO " + role + " WITH GRANT OPTION;");
        }
        return statements;
    }

    private static Set<String> privileges(DescribedObject object, String text, boolean defaults) {
        if (defaults) {
            return new LinkedHashSet<>(Set.of(object.kind() == ObjectKind.TYPE ? "USAGE" : "EXECUTE"));
        }
        return Arrays.stream(text.split(", "))
                .filter(privilege -> !privilege.isEmpty() && !privilege.equals("none"))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String list(Set<String> privileges, Predicate<String> which, String columns) {
        return privileges.stream()
                .filter(which)
                .map(privilege -> privilege.replace(GRANTABLE, "") + columns)
                .collect(Collectors.joining(", "));
    }

    private static String target(DescribedObject object, String on) {
        String name = quoted(object.name());
        if (on.startsWith("sequence ")) {
            return "SEQUENCE " + quoted(on.substring("sequence ".length()));
        }
        return switch (object.kind()) {
            case SEQUENCE -> "SEQUENCE " + name;
            case FUNCTION -> "ROUTINE " + name + (on.startsWith("(") ? on : "");
            case TYPE -> "TYPE " + name;
            default -> name;
        };
    }
}
