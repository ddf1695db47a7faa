/** The dependency graph of a catalog, to look at: what each table needs, as SVG and as a page. */
@NullMarked
package io.e2e.migrations.tool.graph;

import org.jspecify.annotations.NullMarked;
