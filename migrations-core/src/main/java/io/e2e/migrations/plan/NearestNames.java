package io.e2e.migrations.plan;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Suggestions for a misspelled name. */
public final class NearestNames {

    private static final int LIMIT = 3;

    private NearestNames() {}

    /**
     * At most three names, the nearest first; names that differ in more than a third of the characters are left out.
     */
    public static List<String> to(String misspelled, Collection<String> names) {
        int tolerance = Math.max(2, misspelled.length() / 3);
        return names.stream()
                .map(name -> new Candidate(name, distance(misspelled, name)))
                .filter(candidate -> candidate.distance() <= tolerance)
                .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .limit(LIMIT)
                .map(Candidate::name)
                .toList();
    }

    /** The number of single-character insertions, deletions and replacements (Levenshtein). */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            int[] swap = previous;
            previous = current;
            current = swap;
        }
        return previous[b.length()];
    }

    private record Candidate(String name, int distance) {}
}
