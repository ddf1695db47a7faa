/** What the tests of every module check: its public types, and the rules of the house. */
@NullMarked
package io.e2e.migrations.conventions;

import org.jspecify.annotations.NullMarked;
