package io.e2e.migrations.benchmarks.context;

/** A test class that is driven by hand, as a test engine would drive it. */
interface MeasuredTest {

    /** Uses the database, so that nothing that is late counts as quick. */
    void use();

    /** Stands for a test method. */
    void method();
}
