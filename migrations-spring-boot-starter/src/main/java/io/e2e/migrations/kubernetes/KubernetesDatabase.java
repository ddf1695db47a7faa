package io.e2e.migrations.kubernetes;

import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.provision.SharedResources.Lease;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** The PostgreSQL of a namespace, with a lease on the connection to its service. Thread-safe. */
final class KubernetesDatabase implements TargetDatabase {

    private final Lease<ServiceConnection> lease;
    private final PostgresConnector connector;
    private final DatabaseAddress address;

    KubernetesDatabase(Lease<ServiceConnection> lease, PostgresConnector connector, DatabaseAddress address) {
        this.lease = lease;
        this.connector = connector;
        this.address = address;
    }

    /**
     * {@inheritDoc}
     *
     * <p>If PostgreSQL does not answer, this waits for the pod that replaces it, for as long as {@code ready-timeout}
     * allows.
     *
     * @throws DatabaseNotReadyException if PostgreSQL did not come back in time
     */
    @Override
    public Connection connect() throws SQLException {
        if (this.lease.isClosed()) {
            throw new IllegalStateException(description() + " is closed");
        }
        return this.connector.connect(this.address);
    }

    @Override
    public Optional<DatabaseAddress> address() {
        return Optional.of(this.address);
    }

    @Override
    public String description() {
        ServiceConnection connection = this.lease.resource();
        PostgresService service = connection.service();
        String pod = service.current().map(state -> ", pod " + state.name()).orElse("");
        return "PostgreSQL in Kubernetes, " + service + " (context "
                + connection.api().cluster().context() + ")" + pod + ", through " + this.address.host() + ":"
                + this.address.port();
    }

    @Override
    public void close() {
        this.lease.close();
    }
}
