package io.e2e.migrations.foreign;

import io.e2e.migrations.config.MigrationException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Migrations create extensions that are not installed on the server. Nothing was run. */
public final class AbsentExtensionsException extends MigrationException {

    private final Map<String, String> places;

    AbsentExtensionsException(String target, Map<String, String> places) {
        super(
                "Migrations create extensions that the server of " + target + " does not have:\n"
                        + places.entrySet().stream()
                                .map(place -> "  " + place.getKey() + ", in " + place.getValue())
                                .collect(Collectors.joining("\n"))
                        + "\nNothing was run.",
                "Use a server that has them, such as a container of an image with them (docs/testcontainers.md), or install"
                        + " them on that server. The embedded server has the extensions that PostgreSQL itself brings. If no"
                        + " test needs what these files make, name them in e2e.migrations.leave-out.",
                null);
        this.places = new TreeMap<>(places);
    }

    /** The file and line that creates each extension, by its name. */
    public Map<String, String> places() {
        return this.places;
    }
}
