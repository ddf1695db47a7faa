package io.e2e.migrations.proof;

import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.script.SqlStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares the inputs that a migration declares with those that its SQL reads. A value is passed only to those who
 * declare it, and without it the SQL falls back on its own default, unseen; so it is the text that counts here.
 */
final class InputCheck {

    private static final Pattern INPUT = Pattern.compile("'e2e_migrations\\.([a-z_]+)'");

    private InputCheck() {}

    static List<ProofViolation> check(Migration migration) {
        Set<String> hidden = read(migration);
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

    private static Set<String> read(Migration migration) {
        Set<String> read = new TreeSet<>();
        for (SqlStatement statement : migration.script().up()) {
            Matcher matcher = INPUT.matcher(statement.text());
            while (matcher.find()) {
                read.add(matcher.group(1));
            }
        }
        return read;
    }
}
