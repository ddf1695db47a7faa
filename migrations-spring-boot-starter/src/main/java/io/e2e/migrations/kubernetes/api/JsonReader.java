package io.e2e.migrations.kubernetes.api;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON (RFC 8259) into maps, lists, texts, numbers and booleans. An integer that fits is an {@code Integer}; every other
 * number is a {@code BigDecimal}. A library would bring a hundred classes for it.
 */
final class JsonReader {

    /** Of braces and brackets; objects of the Kubernetes API have about ten. */
    private static final int DEEPEST = 500;

    private final String json;
    private int position;
    private int depth;

    private JsonReader(String json) {
        this.json = json;
    }

    /**
     * Reads one value; {@code null} if it is {@code null} in JSON.
     *
     * @throws IllegalArgumentException if the text is not one value in JSON
     */
    static @Nullable Object read(String json) {
        JsonReader reader = new JsonReader(json);
        Object value = reader.value();
        reader.require(reader.peek() == 0);
        return value;
    }

    private @Nullable Object value() {
        return switch (peek()) {
            case '{' -> object();
            case '[' -> list();
            case '"' -> text();
            case 't' -> literal("true", true);
            case 'f' -> literal("false", false);
            case 'n' -> literal("null", null);
            default -> number();
        };
    }

    private Map<String, @Nullable Object> object() {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (char next = begin('}'); next != '}'; next = end('}')) {
            String name = text();
            require(peek() == ':');
            this.position++;
            fields.put(name, value());
        }
        return fields;
    }

    private List<@Nullable Object> list() {
        List<@Nullable Object> items = new ArrayList<>();
        for (char next = begin(']'); next != ']'; next = end(']')) {
            items.add(value());
        }
        return items;
    }

    /** Enters an object or a list; returns its end if it is empty. */
    private char begin(char end) {
        require(++this.depth <= DEEPEST);
        this.position++;
        return peek() == end ? end(end) : 0;
    }

    /** Passes the comma or the end that follows, and returns it. */
    private char end(char end) {
        char next = peek();
        require(next == ',' || next == end);
        this.position++;
        if (next == end) {
            this.depth--;
        }
        return next;
    }

    private String text() {
        require(peek() == '"');
        StringBuilder text = new StringBuilder();
        this.position++;
        for (char next = next(); next != '"'; next = next()) {
            text.append(next == '\\' ? escaped() : next);
        }
        return text.toString();
    }

    private char escaped() {
        char next = next();
        return switch (next) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                require(this.position + 4 <= this.json.length());
                this.position += 4;
                yield (char) Integer.parseInt(this.json, this.position - 4, this.position, 16);
            }
            default -> next;
        };
    }

    private @Nullable Object literal(String word, @Nullable Object value) {
        require(this.json.startsWith(word, this.position));
        this.position += word.length();
        return value;
    }

    private Number number() {
        int start = this.position;
        while (this.position < this.json.length() && "+-.0123456789eE".indexOf(this.json.charAt(this.position)) >= 0) {
            this.position++;
        }
        BigDecimal number = new BigDecimal(this.json.substring(start, this.position));
        boolean fits = number.scale() == 0 && number.equals(BigDecimal.valueOf(number.intValue()));
        return fits ? (Number) number.intValue() : number;
    }

    private char next() {
        require(this.position < this.json.length());
        return this.json.charAt(this.position++);
    }

    /** The next character that is not blank; 0 at the end. */
    private char peek() {
        while (this.position < this.json.length() && " \t\r\n".indexOf(this.json.charAt(this.position)) >= 0) {
            this.position++;
        }
        return this.position < this.json.length() ? this.json.charAt(this.position) : 0;
    }

    /** The message quotes nothing, because the text can be secret. */
    private void require(boolean condition) {
        if (!condition) {
            throw new IllegalArgumentException("no JSON at character " + this.position);
        }
    }
}
