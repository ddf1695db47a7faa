package io.e2e.migrations.benchmarks.measure;

/**
 * How often things are measured.
 *
 * @param inProcess runs inside this JVM, after as many that warm it up and are not counted
 * @param processes whole processes of about two seconds
 * @param few what takes half a minute, or is always the same
 * @param repetitions of what takes milliseconds
 * @param largestCatalog so many migrations are the most that are tried
 */
public record Effort(Rounds inProcess, Rounds processes, Rounds few, int repetitions, int largestCatalog) {

    /** What the page of results is made of. */
    public static Effort full() {
        return new Effort(new Rounds(8, 15), new Rounds(1, 9), new Rounds(0, 3), 100, 10_000);
    }

    /** Enough to see that everything works; too little to quote. */
    public static Effort quick() {
        return new Effort(new Rounds(1, 2), new Rounds(0, 1), new Rounds(0, 1), 10, 100);
    }
}
