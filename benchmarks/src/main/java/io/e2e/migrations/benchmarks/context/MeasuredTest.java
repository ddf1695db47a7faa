package io.e2e.migrations.benchmarks.context;

/** A test class that is driven by hand, as a test engine would drive it. */
interface MeasuredTest {

    /** Uses the database, so that nothing that is late counts as quick; fails if another test's rows are there. */
    void use();
}
