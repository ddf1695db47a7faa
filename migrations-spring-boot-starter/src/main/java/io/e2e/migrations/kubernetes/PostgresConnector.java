package io.e2e.migrations.kubernetes;

import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.kubernetes.AddressResolver.HostPort;
import io.e2e.migrations.kubernetes.KubernetesSettings.Access;
import io.e2e.migrations.kubernetes.api.ApiServerException;
import io.e2e.migrations.kubernetes.api.ApiServerException.Kind;
import io.e2e.migrations.kubernetes.api.CredentialPluginException;
import io.e2e.migrations.kubernetes.api.UnexpectedAnswerException;
import io.e2e.migrations.provision.PoolerException;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Connects to the PostgreSQL of a service: finds the ready pod, logs in, and repeats this until it succeeds, until waiting
 * cannot help, or until the time is over. Thread-safe.
 */
final class PostgresConnector {

    private final ServiceConnection connection;
    private final AddressResolver addresses;
    private final CredentialLookup credentials;
    private final Limits limits;

    PostgresConnector(
            ServiceConnection connection, AddressResolver addresses, CredentialLookup credentials, Limits limits) {
        this.connection = connection;
        this.addresses = addresses;
        this.credentials = credentials;
        this.limits = limits;
    }

    /**
     * Waits until PostgreSQL answers a query, and returns the connection on which it did.
     *
     * @throws DatabaseNotReadyException if PostgreSQL did not answer in time
     * @throws LoginRefusedException if PostgreSQL refuses the login
     * @throws PoolerException if the service leads to a pooler
     */
    FirstConnection awaitFirst() {
        return await("", (address, limit) -> PostgresLogin.first(address, limit, server()));
    }

    /**
     * Hands out the first connection, or connects where it led. If PostgreSQL does not answer, this waits for the pod that
     * replaces it.
     *
     * @throws DatabaseNotReadyException if PostgreSQL did not come back in time
     * @throws SQLException if PostgreSQL refuses the login
     */
    Connection connect(FirstConnection first) throws SQLException {
        DatabaseAddress address = first.address();
        try {
            Connection ready = first.acquire(this.limits.connect);
            if (ready != null) {
                return ready;
            }
            return PostgresLogin.connect(address, this.limits.connect);
        } catch (SQLException ex) {
            if (!PostgresLogin.isTransient(ex, address.password())) {
                throw ex;
            }
            return await("The connection was lost (" + ex.getSQLState() + "), and ", PostgresLogin::connect);
        }
    }

    /**
     * Repeats a login until it succeeds.
     *
     * @param occasion what happened before, as the beginning of a sentence; empty if nothing did
     */
    private <T> T await(String occasion, Login<T> login) {
        ReadinessWait wait = new ReadinessWait(Deadline.in(this.limits.ready, this.limits.time), server());
        boolean answered = false;
        while (true) {
            try {
                T result = attempt(login, wait);
                if (result != null) {
                    this.connection.setReached();
                    return result;
                }
                answered = true;
            } catch (ApiServerException ex) {
                wait.endIfInterrupted();
                boolean lost = (answered || this.connection.wasReached()) && ex.kind() == Kind.UNREACHABLE;
                if (!lost && !isTransient(ex)) {
                    throw ex;
                }
                wait.notReady(ex.problem(), ex);
            }
            if (wait.isOver()) {
                throw notReady(occasion, wait);
            }
            wait.pause();
        }
    }

    /** Tries each address once; on failure, returns {@code null} and tells the wait why. */
    private <T> @Nullable T attempt(Login<T> login, ReadinessWait wait) {
        PostgresService service = this.connection.service();
        PodState pod = null;
        if (this.addresses.needsPod() || this.credentials.needsPod()) {
            List<PodState> pods = service.pods();
            pod = service.choose(pods).orElse(null);
            if (pod == null) {
                wait.notReady(service.problem(pods), null);
                return null;
            }
        }
        Credentials found =
                pod == null ? this.credentials.withoutPod() : this.credentials.of(pod.pod(), service.port(pod));
        wait.notReady("there is no address to connect to", null);
        service.connectTo(pod);
        try {
            for (HostPort address : this.addresses.resolve(pod)) {
                T result = attempt(login, address, found, wait);
                if (result != null) {
                    return result;
                }
            }
        } finally {
            service.connectTo(null);
        }
        return null;
    }

    private <T> @Nullable T attempt(Login<T> login, HostPort at, Credentials as, ReadinessWait wait) {
        DatabaseAddress address = new DatabaseAddress(at.host(), at.port(), as.database(), as.user(), as.password());
        Duration timeout = wait.attemptTimeout(this.addresses.limit(this.limits.connect));
        try {
            return login.to(address, timeout);
        } catch (SQLException ex) {
            if (this.addresses.access() == Access.SERVICE && ex.getCause() instanceof UnknownHostException) {
                wait.notReady("unknown host " + at.host(), ex);
                throw unknownHost(at.host(), wait);
            }
            if (!PostgresLogin.isTransient(ex, as.password())) {
                boolean wrongDatabase = LoginRefusedException.WRONG_DATABASE.equals(ex.getSQLState());
                throw LoginRefusedException.of(
                        ex, as, server(), wrongDatabase ? PostgresLogin.databases(address, timeout) : null);
            }
            wait.notReady(reason(at, ex), ex);
            return null;
        }
    }

    /** Explains a failed login; throws if the tunnel knows a reason that waiting cannot remove. */
    private String reason(HostPort at, SQLException ex) {
        if (this.addresses.access() != Access.TUNNEL) {
            return at + " does not answer (" + ex.getSQLState() + "): " + ex.getMessage() + podProblem();
        }
        Throwable failure = this.connection.tunnelFailure().orElse(ex);
        if (failure instanceof MigrationException known && isPermanent(known)) {
            throw known;
        }
        String pod = this.connection.service().current().map(PodState::name).orElse("");
        String why = failure instanceof MigrationException known ? known.problem() : failure.getMessage();
        return "pod " + pod + " is ready, but PostgreSQL in it does not answer (" + ex.getSQLState() + "): " + why;
    }

    /** Explains why no pod is ready behind an address; empty if one is ready or if the pods may not be listed. */
    private String podProblem() {
        PostgresService service = this.connection.service();
        try {
            List<PodState> pods = service.pods();
            return service.choose(pods).isPresent() ? "" : " (" + service.problem(pods) + ")";
        } catch (MigrationException ex) {
            return "";
        }
    }

    /** Whether the API server is there but busy or being restarted, so that the same request can succeed later. */
    private static boolean isTransient(ApiServerException ex) {
        return ex.status() == 429 || ex.status() >= 500;
    }

    private static boolean isPermanent(MigrationException ex) {
        return ex instanceof NotInNamespaceException
                || ex instanceof CredentialPluginException
                || ex instanceof UnexpectedAnswerException
                || (ex instanceof ApiServerException api
                        && (api.kind() == Kind.FORBIDDEN || api.kind() == Kind.UNAUTHORIZED));
    }

    /** The server, as part of a sentence. */
    private String server() {
        return "PostgreSQL of " + this.connection.service();
    }

    private DatabaseNotReadyException notReady(String occasion, ReadinessWait wait) {
        return new DatabaseNotReadyException(
                occasion + server() + " did not answer within " + this.limits.ready.toSeconds() + " s: "
                        + wait.reason(),
                "Inspect the pods with: kubectl -n " + this.connection.service().namespace()
                        + " describe pods\nIf PostgreSQL only needs more time, raise"
                        + " e2e.migrations.kubernetes.ready-timeout.",
                wait);
    }

    private DatabaseNotReadyException unknownHost(String host, ReadinessWait wait) {
        return new DatabaseNotReadyException(
                server() + " cannot be reached: the host name " + host + " cannot be resolved here.",
                "e2e.migrations.kubernetes.access=service is for tests that run in a pod of the cluster; use"
                        + " e2e.migrations.kubernetes.access=tunnel elsewhere.",
                wait);
    }

    /** One login to an address within a time limit. */
    private interface Login<T> {

        T to(DatabaseAddress address, Duration timeout) throws SQLException;
    }

    /**
     * The limits of waiting.
     *
     * @param ready how long to wait until PostgreSQL answers
     * @param connect how long one login may take
     */
    record Limits(Duration ready, Duration connect, TimeSource time) {}
}
