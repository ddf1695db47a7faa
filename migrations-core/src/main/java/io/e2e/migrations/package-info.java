/** The front door: what a test configures and calls, and the one type that every error of this library extends. */
@NullMarked
package io.e2e.migrations;

import org.jspecify.annotations.NullMarked;
