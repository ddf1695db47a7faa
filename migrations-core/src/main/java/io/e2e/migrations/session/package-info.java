/** The session of a run, with as few round trips as possible, and the table of the history. */
@NullMarked
package io.e2e.migrations.session;

import org.jspecify.annotations.NullMarked;
