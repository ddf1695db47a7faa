package io.e2e.migrations.inspect;

import io.e2e.migrations.schema.ObjectRef;
import java.util.Objects;
import java.util.Set;

/**
 * One fact of an object: its definition, a column, a constraint, a right, a row.
 *
 * @param key what the fact is about, unique in its object except for rows: {@code definition}, {@code column event_id},
 *     {@code constraint audit_events_pkey}, {@code privileges of datastorage_app}, {@code row}; a function's arguments
 * @param text the fact, the same in every database and schema that agrees on it
 * @param identity what stays the same in one database while the fact changes, so that a renamed column is known for the
 *     same one; empty where PostgreSQL has nothing of the kind. Means nothing in another database
 * @param uses the functions, types and relations that PostgreSQL knows it to depend on
 */
public record DescribedPart(String key, String text, String identity, Set<ObjectRef> uses) {

    /** The key of what an object is as a whole. */
    public static final String DEFINITION = "definition";

    /** The key of every row. */
    public static final String ROW = "row";

    public DescribedPart {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(identity, "identity");
        uses = Set.copyOf(uses);
    }

    /** Whether the key begins with this word: {@code column}, {@code constraint}, {@code privileges}, {@code row}. */
    public boolean is(String word) {
        return this.key.equals(word) || this.key.startsWith(word + " ");
    }

    /** The name in the key: {@code event_id} of {@code column event_id}; the whole key if it is one word. */
    public String name() {
        return this.key.substring(this.key.indexOf(' ') + 1);
    }

    /** As a description shows it. */
    @Override
    public String toString() {
        boolean tellsItself = this.key.equals(DEFINITION) || this.key.startsWith("(");
        return tellsItself ? this.text : (this.key + " " + this.text).strip();
    }
}
