/** The goals of the Maven plugin: what the command line has as commands. */
@NullMarked
package io.e2e.migrations.maven;

import org.jspecify.annotations.NullMarked;
