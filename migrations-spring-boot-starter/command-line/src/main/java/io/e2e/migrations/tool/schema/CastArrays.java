package io.e2e.migrations.tool.schema;

import io.e2e.migrations.inspect.DescribedObject;
import io.e2e.migrations.inspect.DescribedPart;
import io.e2e.migrations.inspect.SchemaDescription;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes two forms of an expression equal: what the server prints as {@code ARRAY['a'::character varying]::text[]} it reads
 * as {@code ARRAY['a'::character varying::text]}, because a cast of an array constructor is applied to its elements
 * (PostgreSQL manual, "Array Constructors"). {@code x IN ('a', 'b')} of a varchar is such an expression. Pure.
 */
final class CastArrays {

    private static final String ELEMENT = "'(?:[^']|'')*'::character varying(?:\\(\\d+\\))?";

    private static final String ARRAY = "ARRAY\\[(" + ELEMENT + "(?:, " + ELEMENT + ")*)]";

    /** With parentheses in conditions of indexes and policies, and without in constraints. */
    private static final Pattern CAST_ARRAY = either(ARRAY, "::text\\[]");

    private static final Pattern CAST_ELEMENT = either("(" + ELEMENT + ")", "::text");

    private CastArrays() {}

    private static Pattern either(String expression, String cast) {
        return Pattern.compile("\\(" + expression + "\\)" + cast + "|" + expression + cast);
    }

    /** A description in which every such expression has the form of an array without casts. */
    static SchemaDescription rewritten(SchemaDescription schema) {
        return new SchemaDescription(schema.objects().stream()
                .map(object -> new DescribedObject(
                        object.object(),
                        object.parts().stream().map(CastArrays::rewritten).toList()))
                .toList());
    }

    private static DescribedPart rewritten(DescribedPart part) {
        return new DescribedPart(
                part.key(), part.facets().stream().map(CastArrays::rewritten).toList(), part.identity(), part.uses());
    }

    static String rewritten(String text) {
        String elements =
                CAST_ARRAY.matcher(text).replaceAll(found -> Matcher.quoteReplacement("ARRAY[" + content(found) + "]"));
        return CAST_ELEMENT.matcher(elements).replaceAll(found -> Matcher.quoteReplacement(content(found)));
    }

    private static String content(MatchResult found) {
        return found.group(1) == null ? found.group(2) : found.group(1);
    }
}
