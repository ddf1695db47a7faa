/** The entry point of the library: what a test configures and calls. */
@NullMarked
package io.e2e.migrations;

import org.jspecify.annotations.NullMarked;
