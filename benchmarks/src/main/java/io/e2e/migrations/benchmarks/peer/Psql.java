package io.e2e.migrations.benchmarks.peer;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.postgresql.ds.PGSimpleDataSource;

/** PostgreSQL's own client, if it is on the path: one process, one transaction. */
final class Psql {

    private Psql() {}

    static boolean isOnThePath() {
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(String.valueOf(System.getenv("PATH")))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "psql")));
    }

    /** Runs the files in their order; the first error ends it. */
    static void run(PGSimpleDataSource database, PeerFiles files) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("psql", "-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null"));
        files.names().forEach(name -> command.addAll(List.of("-f", name)));
        ProcessBuilder psql = new ProcessBuilder(command)
                .directory(files.directory().toFile())
                .redirectErrorStream(true);
        psql.environment()
                .putAll(Map.of(
                        "PGHOST", database.getServerNames()[0],
                        "PGPORT", String.valueOf(database.getPortNumbers()[0]),
                        "PGDATABASE", String.valueOf(database.getDatabaseName()),
                        "PGUSER", String.valueOf(database.getUser()),
                        "PGPASSWORD", String.valueOf(database.getPassword())));
        Process process = psql.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("psql failed: " + output);
        }
    }
}
