package io.e2e.migrations.proof;

import io.e2e.migrations.catalog.Migration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Compares the inputs that a migration declares with those that its SQL reads. A value is passed only to those who
 * declare it, and without it the SQL falls back on its own default, unseen; so it is the text that counts here.
 */
final class InputCheck {

    private static final Pattern INPUT = Pattern.compile("'e2e_migrations\\.([a-z_]+)'");

    private InputCheck() {}

    static List<ProofViolation> check(Migration migration) {
        Set<String> hidden = migration.script().up().stream()
                .flatMap(statement -> INPUT.matcher(statement.text()).results())
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> needless = new TreeSet<>(migration.header().inputs());
        needless.removeAll(hidden);
        hidden.removeAll(migration.header().inputs());
        List<ProofViolation> violations = new ArrayList<>();
        for (String input : hidden) {
            violations.add(new ProofViolation(
                    migration.file(),
                    "reads the input " + input + ", and its header does not say so",
                    HeaderLines.write("input: " + input)));
        }
        for (String input : needless) {
            violations.add(new ProofViolation(
                    migration.file(),
                    "its header says 'input: " + input + "', which its SQL does not read",
                    HeaderLines.takeOut("input: " + input)));
        }
        return violations;
    }
}
