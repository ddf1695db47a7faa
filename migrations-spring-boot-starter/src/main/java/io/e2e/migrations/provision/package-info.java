/** Databases on any PostgreSQL server: filled once as a template, copied, handed out, dropped, and cleared away when their maker died. */
@NullMarked
package io.e2e.migrations.provision;

import org.jspecify.annotations.NullMarked;
