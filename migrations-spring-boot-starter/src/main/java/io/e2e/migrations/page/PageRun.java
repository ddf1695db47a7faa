package io.e2e.migrations.page;

import io.e2e.migrations.RecordedRun;

/**
 * A run on the page.
 *
 * @param user the test class or the application that it was done for
 * @param module the directory of the tests, by its name
 * @param pid the process id of its JVM
 * @param run what was done
 */
record PageRun(String user, String module, long pid, RecordedRun run) {}
