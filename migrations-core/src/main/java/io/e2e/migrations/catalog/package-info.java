/** What migrations there are: each file read, its header parsed, the whole validated and ordered. */
@NullMarked
package io.e2e.migrations.catalog;

import org.jspecify.annotations.NullMarked;
