/** Writes headers: what each migration creates, alters, drops and needs, into the files or beside them. */
@NullMarked
package io.e2e.migrations.tool.describe;

import org.jspecify.annotations.NullMarked;
