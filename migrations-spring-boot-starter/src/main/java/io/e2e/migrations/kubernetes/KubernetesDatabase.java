package io.e2e.migrations.kubernetes;

import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.kubernetes.Reach.Check;
import io.e2e.migrations.kubernetes.Reach.Reached;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** The PostgreSQL of a namespace, with a share in the tunnel that leads to it. Thread-safe. */
final class KubernetesDatabase implements TargetDatabase {

    private final SharedLinks.Share share;
    private final Reach reach;
    private final DatabaseAddress address;
    private final Duration connectTimeout;

    KubernetesDatabase(SharedLinks.Share share, Reach reach, DatabaseAddress address, Duration connectTimeout) {
        this.share = share;
        this.reach = reach;
        this.address = address;
        this.connectTimeout = connectTimeout;
    }

    /**
     * {@inheritDoc}
     *
     * <p>If PostgreSQL does not answer, this waits for the pod that replaces it, for as long as {@code ready-timeout}
     * allows.
     *
     * @throws DatabaseNotReadyException if it did not come back in time
     */
    @Override
    public Connection connect() throws SQLException {
        if (this.share.isClosed()) {
            throw new IllegalStateException(description() + " is closed");
        }
        try {
            return PostgresLogin.connect(this.address, this.connectTimeout);
        } catch (SQLException ex) {
            if (!PostgresLogin.canPass(ex)) {
                throw ex;
            }
            Reached reached = this.reach.await("The connection was lost (" + ex.getSQLState() + ") and ", Check.NONE);
            return reached.connection();
        }
    }

    @Override
    public Optional<DatabaseAddress> address() {
        return Optional.of(this.address);
    }

    @Override
    public String description() {
        ServiceLink link = this.share.link();
        String pod =
                link.service().current().map(state -> ", pod " + state.name()).orElse("");
        return "PostgreSQL in Kubernetes, " + link.service() + " in namespace "
                + link.service().namespace() + " (context "
                + link.api().cluster().context() + ")" + pod + ", through "
                + this.address.host() + ":" + this.address.port();
    }

    @Override
    public String toString() {
        return description();
    }

    @Override
    public void close() {
        this.share.close();
    }
}
