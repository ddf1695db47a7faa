package io.e2e.migrations.testing;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.apply.MigrationListener;
import io.e2e.migrations.config.Secret;
import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.time.TimeSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Another JVM that migrates for audit_events each database whose address it is given on its standard input, and answers
 * each time with the number of migrations that it applied.
 */
public final class MigratingProcess implements AutoCloseable {

    private static final String ALL = "all";
    private static final String EACH = "each";

    private final ChildJvm child;

    private MigratingProcess(ChildJvm child) {
        this.child = child;
    }

    /** One that sends all migrations at once. */
    public static MigratingProcess start() throws IOException {
        return start(ALL);
    }

    /** One with a listener, that sends each migration when the one before it is applied. */
    public static MigratingProcess startOneByOne() throws IOException {
        return start(EACH);
    }

    private static MigratingProcess start(String mode) throws IOException {
        return new MigratingProcess(ChildJvm.start(MigratingProcess.class, mode));
    }

    /** Lets it begin, and does not wait. */
    public void begin(DatabaseAddress address) throws IOException {
        this.child.tell(String.join(
                " ",
                address.host(),
                String.valueOf(address.port()),
                address.database(),
                address.user(),
                address.password().value()));
    }

    /** Waits for its answer. */
    public int applied() throws IOException {
        return Integer.parseInt(this.child.report());
    }

    public void kill() {
        this.child.kill();
    }

    @Override
    public void close() throws IOException {
        this.child.close();
    }

    public static void main(String[] args) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        List<MigrationListener> listeners = args[0].equals(EACH) ? List.of(new MigrationListener() {}) : List.of();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] address = line.split(" ");
            DatabaseAccess access = config -> new Known(new DatabaseAddress(
                    address[0], Integer.parseInt(address[1]), address[2], address[3], new Secret(address[4])));
            try (MigrationService service =
                    MigrationService.open(MigrationConfig.defaults(), access, listeners, TimeSource.system())) {
                ChildJvm.answer(service.applyAuditMigrations().applied().size());
            }
        }
    }

    private record Known(DatabaseAddress database) implements TargetDatabase {

        @Override
        public Connection connect() throws SQLException {
            return DriverManager.getConnection(
                    this.database.jdbcUrl(),
                    this.database.user(),
                    this.database.password().value());
        }

        @Override
        public Optional<DatabaseAddress> address() {
            return Optional.of(this.database);
        }

        @Override
        public String description() {
            return this.database.jdbcUrl();
        }

        @Override
        public void close() {}
    }
}
