/**
 * Parses the text of a migration: statements by the lexical rules of PostgreSQL, sections by the annotations of goose.
 */
@NullMarked
package io.e2e.migrations.script;

import org.jspecify.annotations.NullMarked;
