package io.e2e.migrations.tool.graph;

import io.e2e.migrations.catalog.MigrationCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Catalogs with headers, of any size, as teams have them: hubs, chains, later changes, and tables that stand alone. */
final class Catalogs {

    private static final String[] WORDS = {
        "customer", "order", "invoice", "shipment", "product", "price", "stock", "supplier", "payment", "account",
                "ledger",
        "contract", "ticket", "message", "document", "user", "role", "tenant", "address", "region", "device", "session"
    };

    private static final String[] PARTS = {"", "_item", "_history", "_note", "_label", "_event", "_link", "_setting"};

    private Catalogs() {}

    /** A catalog of this many migrations, the same each time. */
    static MigrationCatalog of(int migrations, Path directory) throws IOException {
        Random random = new Random(7);
        List<String> tables = new ArrayList<>();
        for (int number = 1; number <= migrations; number++) {
            boolean creates = tables.size() < 2 || random.nextInt(10) < 4;
            String table;
            String header;
            if (creates) {
                table = WORDS[tables.size() % WORDS.length] + PARTS[tables.size() / WORDS.length % PARTS.length];
                table = tables.contains(table) ? table + "_" + number : table;
                header = "-- creates: table " + table + "\n" + required(tables, random);
                tables.add(table);
            } else {
                table = tables.get(random.nextInt(tables.size()));
                header = "-- alters: table " + table + " (c" + number + ")\n";
            }
            write(directory, number, (creates ? "create_" : "extend_") + table, header);
        }
        return MigrationCatalog.load(List.of("file:" + directory), null);
    }

    private static String required(List<String> tables, Random random) {
        int count = tables.isEmpty() ? 0 : Math.min(tables.size(), new int[] {0, 1, 1, 1, 2, 2, 3}[random.nextInt(7)]);
        List<String> required = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            // The first tables are needed most.
            String table = tables.get((int) (tables.size() * Math.pow(random.nextDouble(), 2.2)));
            if (!required.contains("table " + table)) {
                required.add("table " + table);
            }
        }
        return required.isEmpty() ? "" : "-- requires: " + String.join(", ", required) + "\n";
    }

    /** Writes a migration whose statements are its name. */
    static void write(Path directory, int number, String name, String header) throws IOException {
        Files.writeString(
                directory.resolve("%03d_%s.sql".formatted(number, name)),
                "-- name: " + name + "_" + number + "\n-- description: " + name + "\n" + header
                        + "-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 1;\n");
    }
}
