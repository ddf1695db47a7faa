/** What a command or goal works on, and what it answers. */
@NullMarked
package io.e2e.migrations.tool.catalog;

import org.jspecify.annotations.NullMarked;
