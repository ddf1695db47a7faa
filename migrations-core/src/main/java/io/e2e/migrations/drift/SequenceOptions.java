package io.e2e.migrations.drift;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The options of a sequence, from the form that a description has: {@code bigint start 1 by 2 from 1 to 9 cache 1 cycle}. */
final class SequenceOptions {

    private static final Pattern NUMBERS = Pattern.compile("start (\\S+) by (\\S+) from (\\S+) to (\\S+) cache (\\S+)");

    private SequenceOptions() {}

    /** All options, so that nothing stays as it was. */
    static String of(String described) {
        String type = " AS " + described.split(" ", 2)[0];
        Matcher numbers = NUMBERS.matcher(described);
        String values = numbers.find()
                ? " START %s INCREMENT %s MINVALUE %s MAXVALUE %s CACHE %s"
                        .formatted(
                                numbers.group(1),
                                numbers.group(2),
                                numbers.group(3),
                                numbers.group(4),
                                numbers.group(5))
                : " START 1 INCREMENT 1 MINVALUE 1 NO MAXVALUE CACHE 1";
        return type + values + (described.endsWith(" cycle") ? " CYCLE" : " NO CYCLE");
    }
}
