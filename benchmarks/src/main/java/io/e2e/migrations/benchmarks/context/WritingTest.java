package io.e2e.migrations.benchmarks.context;

/** One whose method leaves rows behind, for the next to find gone. */
interface WritingTest extends MeasuredTest {

    /** Stands for a test method. */
    void write();
}
