/** What a test class can say, and what a test context gets without saying anything. */
@NullMarked
package io.e2e.migrations.boot.test;

import org.jspecify.annotations.NullMarked;
