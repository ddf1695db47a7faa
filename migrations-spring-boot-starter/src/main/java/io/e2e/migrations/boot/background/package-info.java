/** Opens an embedded database while the application context still starts. */
@NullMarked
package io.e2e.migrations.boot.background;

import org.jspecify.annotations.NullMarked;
