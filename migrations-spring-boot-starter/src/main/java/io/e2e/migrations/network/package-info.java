/** Where a connection really goes: this machine, a private network, or elsewhere. */
@NullMarked
package io.e2e.migrations.network;

import org.jspecify.annotations.NullMarked;
