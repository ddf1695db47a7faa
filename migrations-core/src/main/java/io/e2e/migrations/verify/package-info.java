/** Whether the database holds what the plan promised. */
@NullMarked
package io.e2e.migrations.verify;

import org.jspecify.annotations.NullMarked;
