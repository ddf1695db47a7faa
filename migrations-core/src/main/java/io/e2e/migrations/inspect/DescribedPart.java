package io.e2e.migrations.inspect;

import io.e2e.migrations.schema.ObjectRef;
import java.util.List;
import java.util.Set;

/**
 * One fact of an object: its definition, a column, a constraint, a privilege, a row.
 *
 * @param key the subject of the fact, unique in its object except for rows: {@code definition}, {@code column
 *     event_id}, {@code constraint audit_events_pkey}, {@code privileges of datastorage_app}, {@code row}; a function's
 *     arguments
 * @param facets the fact, in pieces: the type of a column, then {@code not null}, {@code default 1}; equal pieces in two
 *     databases or schemas mean equal facts
 * @param identity identifies the fact within one database when its text changes, to recognize a renamed column; empty
 *     if PostgreSQL has no such identifier
 * @param uses the functions, types and relations that the fact depends on
 */
public record DescribedPart(String key, List<String> facets, String identity, Set<ObjectRef> uses) {

    /** The key of the fact about an object as a whole. */
    public static final String DEFINITION = "definition";

    /** The key of every row. */
    public static final String ROW = "row";

    public DescribedPart {
        facets = List.copyOf(facets);
        uses = Set.copyOf(uses);
    }

    /** A fact of one piece. */
    public DescribedPart(String key, String text, String identity, Set<ObjectRef> uses) {
        this(key, List.of(text), identity, uses);
    }

    /** The whole fact. */
    public String text() {
        return String.join(" ", this.facets);
    }

    /** Whether the key begins with this word: {@code column}, {@code constraint}, {@code privileges}, {@code row}. */
    public boolean is(String word) {
        return this.key.equals(word) || this.key.startsWith(word + " ");
    }

    /** The name in the key: {@code event_id} of {@code column event_id}; the whole key if it is one word. */
    public String name() {
        return this.key.substring(this.key.indexOf(' ') + 1);
    }

    /** The fact as a description shows it. */
    @Override
    public String toString() {
        boolean omitsKey = this.key.equals(DEFINITION) || this.key.startsWith("(");
        return omitsKey ? text() : (this.key + " " + text()).strip();
    }
}
