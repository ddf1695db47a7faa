/** Template databases inside a server that is not ours: built once, shared by processes, copied for each context or test. */
@NullMarked
package io.e2e.migrations.template;

import org.jspecify.annotations.NullMarked;
