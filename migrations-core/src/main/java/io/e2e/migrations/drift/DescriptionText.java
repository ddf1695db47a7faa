package io.e2e.migrations.drift;

import io.e2e.migrations.inspect.DescribedObject;
import io.e2e.migrations.inspect.DescribedPart;
import io.e2e.migrations.inspect.SchemaDescription;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.SchemaObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A description of a schema with the major version of the server that printed its definitions, and the text form in which
 * it is kept: a line for each object and each of its facts, with fields that are separated by tabs.
 *
 * @param major the major version of PostgreSQL
 * @param schema the description
 */
record DescriptionText(int major, SchemaDescription schema) {

    /** To be raised whenever the form of the text changes. */
    static final String FORMAT = "1";

    static DescriptionText parse(String text) {
        List<String> lines = text.lines().toList();
        List<DescribedObject> objects = new ArrayList<>();
        for (int at = 1; at < lines.size(); at++) {
            List<String> head = fields(lines.get(at));
            List<DescribedPart> parts = new ArrayList<>();
            while (at + 1 < lines.size() && lines.get(at + 1).startsWith("\t")) {
                at++;
                List<String> part = fields(lines.get(at).substring(1));
                parts.add(new DescribedPart(part.get(0), part.subList(1, part.size()), "", Set.of()));
            }
            SchemaObject object = new SchemaObject(
                    ObjectKind.valueOf(head.get(0)), head.get(1), head.size() > 2 ? head.get(2) : null, List.of());
            objects.add(new DescribedObject(object, parts));
        }
        return new DescriptionText(Integer.parseInt(lines.get(0)), new SchemaDescription(objects));
    }

    @Override
    public String toString() {
        return this.major
                + this.schema.objects().stream().map(DescriptionText::lines).collect(Collectors.joining());
    }

    private static String lines(DescribedObject object) {
        String table = object.table();
        Stream<String> head = table == null
                ? Stream.of(object.kind().name(), object.name())
                : Stream.of(object.kind().name(), object.name(), table);
        return "\n" + line(head)
                + object.parts().stream()
                        .map(part -> "\n\t" + line(Stream.concat(Stream.of(part.key()), part.facets().stream())))
                        .collect(Collectors.joining());
    }

    private static String line(Stream<String> fields) {
        return fields.map(field -> field.replace("\\", "\\\\")
                        .replace("\t", "\\t")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r"))
                .collect(Collectors.joining("\t"));
    }

    private static List<String> fields(String line) {
        return Arrays.stream(line.split("\t", -1)).map(String::translateEscapes).toList();
    }
}
