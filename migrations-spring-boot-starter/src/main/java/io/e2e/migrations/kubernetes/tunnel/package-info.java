/** The tunnel: a port on 127.0.0.1 whose connections are forwarded to the ready pod. */
@NullMarked
package io.e2e.migrations.kubernetes.tunnel;

import org.jspecify.annotations.NullMarked;
