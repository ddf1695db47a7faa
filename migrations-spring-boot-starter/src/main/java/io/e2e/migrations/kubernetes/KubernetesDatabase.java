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
    private final FirstConnection first;

    KubernetesDatabase(Lease<ServiceConnection> lease, PostgresConnector connector, FirstConnection first) {
        this.lease = lease;
        this.connector = connector;
        this.first = first;
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
        return this.connector.connect(this.first);
    }

    @Override
    public Optional<DatabaseAddress> address() {
        return Optional.of(this.first.address());
    }

    @Override
    public String description() {
        ServiceConnection connection = this.lease.resource();
        PostgresService service = connection.service();
        DatabaseAddress address = this.first.address();
        String pod = service.current().map(state -> ", pod " + state.name()).orElse("");
        return "PostgreSQL in Kubernetes, " + service + " (context "
                + connection.api().cluster().context() + ")" + pod + ", through " + address.host() + ":"
                + address.port();
    }

    @Override
    public void close() {
        try (this.lease) {
            this.first.close();
        }
    }
}
