/** One connection to the database, used sparingly: what is known together is asked together. */
@NullMarked
package io.e2e.migrations.session;

import org.jspecify.annotations.NullMarked;
