package io.e2e.migrations.provision;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.config.Secret;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.datasource.HostGuard;
import io.e2e.migrations.datasource.UrlAccess;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;

/** Another JVM that takes databases from a server, and holds them until it is killed. */
final class ProvisioningProcess implements AutoCloseable {

    private static final String ANSWER = "made:";

    private final Process process;
    private final BufferedReader output;

    private ProvisioningProcess(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts one that takes a database with these contents; does not wait. */
    static ProvisioningProcess start(DatabaseAddress address, String contents) throws IOException {
        return new ProvisioningProcess(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ProvisioningProcess.class.getName(),
                        address.jdbcUrl(),
                        address.user(),
                        address.password().value(),
                        contents)
                .redirectErrorStream(true)
                .start());
    }

    /** Waits for its database, and says which it is and how often it filled a template. */
    String made() throws IOException {
        StringBuilder log = new StringBuilder();
        for (String line = this.output.readLine(); line != null; line = this.output.readLine()) {
            if (line.startsWith(ANSWER)) {
                return line.substring(ANSWER.length());
            }
            log.append(line).append('\n');
        }
        throw new IllegalStateException("the process ended without an answer:\n" + log);
    }

    void kill() {
        this.process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() throws IOException {
        kill();
        this.output.close();
    }

    public static void main(String[] arguments) throws IOException {
        UrlAccess access =
                UrlAccess.of(arguments[0], arguments[1], new Secret(arguments[2]), new HostGuard(Set.of(), false));
        Contents contents = Contents.of(arguments[3]);
        DatabaseProvisioner provisioner = ExternalServer.provisioner(
                access, "postgres", MigrationConfig.defaults().databaseRequest(), contents);
        String name = provisioner.next().address().orElseThrow().database();
        System.out.println(ANSWER + name + " " + contents.fillings());
        System.in.read();
    }
}
