/** Doing what the plan says: locked, in transactions, and told in a report. */
@NullMarked
package io.e2e.migrations.apply;

import org.jspecify.annotations.NullMarked;
