package io.e2e.migrations.plan;

import java.util.Arrays;
import java.util.function.Consumer;

/** Every catalog of a few migrations over three tables, each once: the names of the tables make no difference. */
final class SmallCatalogs {

    static final int TABLES = 3;

    private static final int[][] PERMUTATIONS = {{0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};

    private SmallCatalogs() {}

    /**
     * All catalogs with this many migrations, which require each other by number and of which the last are repeatable.
     */
    static void each(int size, int repeatable, Consumer<SmallCatalog> action) {
        eachTouches(
                size,
                touches -> eachRequires(
                        size,
                        requires -> action.accept(new SmallCatalog(touches, requires, new int[size], repeatable))));
    }

    /** All of these catalogs in which one migration also requires a table in its final form. */
    static void eachWithFinalForm(int size, int repeatable, Consumer<SmallCatalog> action) {
        each(size, repeatable, small -> {
            for (int migration = 0; migration < size; migration++) {
                for (int table = 0; table < TABLES; table++) {
                    action.accept(small.requiring(migration, table));
                }
            }
        });
    }

    private static void eachTouches(int size, Consumer<int[]> action) {
        count(size * TABLES, code -> {
            int[] touches = digits(code, size);
            if (isFirstOfItsKind(touches)) {
                action.accept(touches);
            }
        });
    }

    /** A migration may require any set of those before it: no bit for the first, one for the second, and so on. */
    private static void eachRequires(int size, Consumer<int[]> action) {
        count(size * (size - 1) / 2, code -> {
            int[] requires = new int[size];
            int rest = code;
            for (int migration = 0; migration < size; migration++) {
                requires[migration] = rest & ((1 << migration) - 1);
                rest >>= migration;
            }
            action.accept(requires);
        });
    }

    private static void count(int bits, Consumer<Integer> action) {
        for (int code = 0; code < 1 << bits; code++) {
            action.accept(code);
        }
    }

    private static int[] digits(int code, int size) {
        int[] digits = new int[size];
        for (int i = 0; i < size; i++) {
            digits[i] = (code >> (i * TABLES)) & ((1 << TABLES) - 1);
        }
        return digits;
    }

    private static boolean isFirstOfItsKind(int[] touches) {
        return Arrays.stream(PERMUTATIONS)
                .allMatch(permutation -> Arrays.compare(touches, renamed(touches, permutation)) <= 0);
    }

    private static int[] renamed(int[] touches, int[] permutation) {
        return Arrays.stream(touches)
                .map(tables -> {
                    int renamed = 0;
                    for (int table = 0; table < TABLES; table++) {
                        renamed |= ((tables >> table) & 1) << permutation[table];
                    }
                    return renamed;
                })
                .toArray();
    }
}
