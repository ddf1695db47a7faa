package io.e2e.migrations.faults;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.boot.targets.E2eMigrationsProperties;
import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.testing.SharedDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Random properties are bound, planned and used: an error is Spring's of binding, or one of ours. */
class PropertyFuzzTests {

    private static final List<String> NAMES = names();

    private static final List<String> VALUES = List.of(
            "",
            " ",
            "true",
            "no",
            "-1",
            "0",
            "1",
            "65536",
            "2147483648",
            "1e9",
            "10s",
            "-5s",
            "1ns",
            "1ms",
            "PT10S",
            "PT2562047788015215H",
            "106751991167d",
            "2025-11",
            "2025-13",
            "-999999999-01",
            "+999999999-12",
            "audit_events",
            "audit_events,,x",
            "a*",
            "*",
            "migration:audit_events",
            "migration:",
            "group:audit",
            ":",
            "table x",
            "${x}",
            "a\0b",
            "\n",
            "é",
            "🐘",
            "\uD83D",
            "x".repeat(63),
            "x".repeat(64),
            "é".repeat(40),
            "\"",
            "'",
            "\\",
            "file:",
            "file:/",
            "file:/nowhere",
            "file:\0",
            "file:%zz",
            "classpath:",
            "classpath:db/e2e-migrations",
            "classpath*:**",
            "https://127.0.0.1",
            "..",
            "/dev/null",
            "pg_catalog",
            "public",
            "e2e_migrations",
            "$e2e_migrations$",
            "auto",
            "embedded",
            "datasource",
            "kubernetes",
            "full",
            "full-with-seeds",
            "none",
            "method",
            "fail",
            "apply");

    private final Random random = Night.random("PropertyFuzzTests");
    private final Tally tally = new Tally("fuzz: properties");
    private final SharedDatabase database = SharedDatabase.create();

    @Test
    void propertiesAreUsedOrRefusedInWords() {
        use(150);
        this.tally.assertSound();
    }

    @Tag("night")
    @Test
    void manyPropertiesAreUsedOrRefusedInWords() {
        use(10_000);
        this.tally.write();
        this.tally.assertSound();
    }

    private void use(int sets) {
        for (int set = 0; set < sets; set++) {
            Map<String, String> properties = properties();
            this.tally.disturbed(properties.toString(), () -> {
                try {
                    use(bind(properties));
                } catch (BindException ex) {
                    throw new Refused(ex);
                }
            });
        }
    }

    private static E2eMigrationsProperties bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("e2e.migrations", E2eMigrationsProperties.class);
    }

    private void use(E2eMigrationsProperties properties) {
        properties.kubernetes().toSettings();
        properties.embeddedSettings();
        MigrationConfig config = properties.toConfig();
        try (MigrationService service = MigrationService.open(config, this.database.access())) {
            service.plan();
            service.status();
        }
    }

    private Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        for (int left = 1 + this.random.nextInt(3); left > 0; left--) {
            String name = NAMES.get(this.random.nextInt(NAMES.size()));
            String suffix = this.random.nextInt(8) > 0 ? "" : this.random.nextBoolean() ? "[0]" : ".x";
            properties.put(name + suffix, VALUES.get(this.random.nextInt(VALUES.size())));
        }
        return properties;
    }

    private static List<String> names() {
        try (InputStream golden = PropertyFuzzTests.class.getResourceAsStream("/configuration-metadata.golden")) {
            return Pattern.compile("^e2e\\.migrations\\.[a-z.-]+", Pattern.MULTILINE)
                    .matcher(new String(golden.readAllBytes(), StandardCharsets.UTF_8))
                    .results()
                    .map(result -> result.group())
                    .toList();
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** Spring's error, of which Spring Boot makes a report. */
    private static final class Refused extends MigrationException {

        private static final long serialVersionUID = 1L;

        Refused(BindException cause) {
            super("Spring refused a property.", "Correct it.", cause);
        }
    }
}
