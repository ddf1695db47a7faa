package io.e2e.migrations.kubernetes.api;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.jackson.JacksonCodec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object of the Kubernetes API, or a part of one, as the server sent it. Its fields are read by their paths. A field that
 * is missing and one that is {@code null} are the same; fields that nobody reads may be anything. The client library's typed
 * objects cost a cold JVM more than all requests together.
 *
 * @param place what the object is, as part of a sentence, such as {@code services 'postgresql' in namespace e2e}
 * @param fields the fields, as a parser of JSON gives them
 */
public record ApiObject(String place, Map<?, ?> fields) {

    /**
     * Reads an object from JSON.
     *
     * @throws UnexpectedAnswerException if the text is not an object in JSON
     */
    static ApiObject parse(String place, @Nullable String json) {
        try {
            Map<?, ?> fields = new JacksonCodec().fromString(json == null ? "" : json, Map.class);
            if (fields != null) {
                return new ApiObject(place, fields);
            }
        } catch (DecodeException ex) {
            // The parser's message quotes what it read, which can be secret.
        }
        throw new UnexpectedAnswerException(place + " is not an object in JSON");
    }

    /** The name in the object's metadata. */
    public String name() {
        return required("name");
    }

    /** The namespace in the object's metadata. */
    public String namespace() {
        return required("namespace");
    }

    private String required(String field) {
        String value = text("metadata", field);
        if (value == null) {
            throw new UnexpectedAnswerException("metadata." + field + " of " + this.place + " is missing");
        }
        return value;
    }

    /** Whether the field has a value. */
    public boolean has(String... path) {
        return value(path) != null;
    }

    /** Returns the field, which must be a text; {@code null} if it has no value. */
    public @Nullable String text(String... path) {
        return as(String.class, "a text", path);
    }

    /** Returns the field, which must be an integer; {@code null} if it has no value. */
    public @Nullable Integer number(String... path) {
        return as(Integer.class, "an integer", path);
    }

    /** Whether the field is a text; it may be of another type. */
    public boolean isText(String... path) {
        return value(path) instanceof String;
    }

    /** Whether the field, which must be a boolean, is true. */
    public boolean isTrue(String... path) {
        return Boolean.TRUE.equals(as(Boolean.class, "true or false", path));
    }

    /** Returns the field, which must be an object; an object without fields if it has no value. */
    public ApiObject object(String... path) {
        Map<?, ?> found = as(Map.class, "an object", path);
        return new ApiObject(place(path), found == null ? Map.of() : found);
    }

    /** Returns the field, which must be a list of objects; an empty list if it has no value. */
    public List<ApiObject> objects(String... path) {
        List<?> found = as(List.class, "a list", path);
        List<ApiObject> objects = new ArrayList<>();
        for (Object item : found == null ? List.of() : found) {
            String itemPlace = String.join(".", path) + "[" + objects.size() + "] of " + this.place;
            if (!(item instanceof Map<?, ?> fields)) {
                throw new UnexpectedAnswerException(itemPlace + " is not an object");
            }
            objects.add(new ApiObject(itemPlace, fields));
        }
        return objects;
    }

    /** Returns the field, which must be an object of texts; an empty map if it has no value. */
    public Map<String, String> texts(String... path) {
        ApiObject object = object(path);
        Map<String, String> texts = new LinkedHashMap<>();
        for (Object key : object.fields.keySet()) {
            String text = object.text(String.valueOf(key));
            if (text != null) {
                texts.put(String.valueOf(key), text);
            }
        }
        return texts;
    }

    private <T> @Nullable T as(Class<T> type, String noun, String... path) {
        Object value = value(path);
        if (value != null && !type.isInstance(value)) {
            throw new UnexpectedAnswerException(place(path) + " is not " + noun);
        }
        return type.cast(value);
    }

    private @Nullable Object value(String... path) {
        Object value = this.fields;
        for (String field : path) {
            if (value == null) {
                return null;
            }
            if (!(value instanceof Map<?, ?> object)) {
                throw new UnexpectedAnswerException("what contains " + place(path) + " is not an object");
            }
            value = object.get(field);
        }
        return value;
    }

    private String place(String... path) {
        return String.join(".", path) + " of " + this.place;
    }

    /** The place alone, because the fields can be secret. */
    @Override
    public String toString() {
        return this.place;
    }
}
