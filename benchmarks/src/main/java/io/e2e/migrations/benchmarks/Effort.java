package io.e2e.migrations.benchmarks;

/**
 * How often things are measured.
 *
 * @param inProcess runs inside this JVM, after as many that warm it up and are not counted
 * @param processes whole processes
 * @param repetitions of what takes milliseconds
 * @param largestCatalog so many migrations are the most that are tried
 */
record Effort(Rounds inProcess, Rounds processes, int repetitions, int largestCatalog) {

    /** What the page of results is made of. */
    static Effort full() {
        return new Effort(new Rounds(8, 15), new Rounds(1, 9), 200, 10_000);
    }

    /** Enough to see that everything works; too little to quote. */
    static Effort quick() {
        return new Effort(new Rounds(1, 2), new Rounds(0, 1), 10, 100);
    }
}
