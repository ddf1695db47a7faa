package io.e2e.migrations.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.inspect.DescribedObject;
import io.e2e.migrations.inspect.DescribedPart;
import io.e2e.migrations.inspect.SchemaDescription;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.SchemaObject;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DescriptionTextTests {

    @Test
    void textWhenParsedIsTheSameDescription() {
        SchemaDescription schema = new SchemaDescription(List.of(
                object(
                        SchemaObject.of(ObjectKind.TABLE, "odd\tname\\n"),
                        part("column a", "text", "default 'x\ty\nz\\'"),
                        part("column b", "integer")),
                object(SchemaObject.of(ObjectKind.TRIGGER, "t", "odd\tname\\n"), part("definition", ""))));

        DescriptionText parsed = DescriptionText.parse(new DescriptionText(18, schema).toString());

        assertThat(parsed).isEqualTo(new DescriptionText(18, schema));
    }

    @Test
    void viewWhenVersionsDifferIsComparedWithoutQualifiersAndLayout() {
        String older = """
                as
                 SELECT EXTRACT(year FROM event.day) AS y,
                    ((event.what || 'x.y'::text))::character varying(3) AS z,
                    event.share * 1.5 AS "a.b"
                   FROM event
                  WHERE event.day > CURRENT_DATE;""";
        String newer = """
                as
                 SELECT EXTRACT(year FROM day) AS y,
                    ((what || 'x.y'::text))::character varying(3) AS z,
                    share * 1.5 AS "a.b"
                   FROM event
                  WHERE day > CURRENT_DATE;""";

        assertThat(VersionNeutral.of(ObjectKind.VIEW, older)).isEqualTo(VersionNeutral.of(ObjectKind.VIEW, newer));
        for (String other :
                List.of(newer.replace("1.5", "2.5"), newer.replace("x.y", "y.y"), newer.replace("what", "share"))) {
            assertThat(VersionNeutral.of(ObjectKind.VIEW, older))
                    .isNotEqualTo(VersionNeutral.of(ObjectKind.VIEW, other));
        }
    }

    @Test
    void privilegesWhenVersionsDifferHaveNoMaintain() {
        assertThat(VersionNeutral.of(ObjectKind.TABLE, "INSERT, MAINTAIN, SELECT"))
                .isEqualTo("INSERT, SELECT");
    }

    private static DescribedObject object(SchemaObject object, DescribedPart... parts) {
        return new DescribedObject(object, List.of(parts));
    }

    private static DescribedPart part(String key, String... facets) {
        return new DescribedPart(key, List.of(facets), "", Set.of());
    }
}
