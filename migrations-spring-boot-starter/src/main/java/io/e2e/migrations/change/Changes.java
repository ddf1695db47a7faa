package io.e2e.migrations.change;

import io.e2e.migrations.schema.SchemaObject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a migration did to a schema, as a header should say it. Filled by {@link ChangeFinder}; not thread-safe. */
public final class Changes {

    private final Map<Verb, List<SchemaObject>> needed = new EnumMap<>(Verb.class);
    private final Map<Verb, List<SchemaObject>> implied = new EnumMap<>(Verb.class);
    private final Set<String> extensions = new TreeSet<>();
    private final Set<String> roles = new TreeSet<>();

    /** What the header has to say. */
    public List<SchemaObject> needed(Verb verb) {
        return this.needed.computeIfAbsent(verb, any -> new ArrayList<>());
    }

    /** What it may say, but what follows from what it has to say. */
    public List<SchemaObject> implied(Verb verb) {
        return this.implied.computeIfAbsent(verb, any -> new ArrayList<>());
    }

    /** The extensions that were added to the database. */
    public Set<String> extensions() {
        return this.extensions;
    }

    /** The roles that have rights which they had not before. */
    public Set<String> roles() {
        return this.roles;
    }

    /** The three lines of a header that speak of objects. */
    public enum Verb {
        CREATES,
        ALTERS,
        DROPS;

        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
