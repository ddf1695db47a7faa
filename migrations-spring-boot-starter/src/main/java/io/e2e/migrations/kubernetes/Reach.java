package io.e2e.migrations.kubernetes;

import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.kubernetes.ApiServerException.Kind;
import io.e2e.migrations.kubernetes.DatabaseNotReadyException.Waited;
import io.e2e.migrations.kubernetes.Route.HostPort;
import io.e2e.migrations.time.Deadline;
import io.e2e.migrations.time.TimeSource;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reaches the PostgreSQL of a service: looks for the ready pod, logs in, and does so again until it succeeds, until it is
 * clear that waiting cannot help, or until the time is over. Thread-safe.
 */
final class Reach {

    private final ServiceLink link;
    private final Route route;
    private final CredentialLookup lookup;
    private final Limits limits;

    Reach(ServiceLink link, Route route, CredentialLookup lookup, Limits limits) {
        this.link = link;
        this.route = route;
        this.lookup = lookup;
        this.limits = limits;
    }

    /**
     * Waits until a login succeeds and the connection passes the check.
     *
     * @param occasion what happened before, as the beginning of a sentence; empty if nothing did
     * @param check tried on every new connection
     * @throws DatabaseNotReadyException if none succeeded in time
     * @throws LoginRefusedException if PostgreSQL is there but does not let us in
     */
    Reached await(String occasion, Check check) {
        PodWait wait = new PodWait(Deadline.in(this.limits.ready, this.limits.time), place());
        boolean asked = false;
        while (true) {
            Attempt attempt;
            try {
                attempt = attempt(wait, check);
                asked = true;
            } catch (ApiServerException ex) {
                if (Thread.currentThread().isInterrupted()) {
                    // The client reports an interruption as a failed request; a pause reports it as what it is.
                    this.limits.time.sleep(Duration.ofMillis(1));
                }
                boolean lost = asked && ex.kind() == Kind.UNREACHABLE;
                if (!lost && !ex.isPassing()) {
                    throw ex;
                }
                attempt = new Attempt(null, ex.problem(), ex);
            }
            if (attempt.reached != null) {
                return attempt.reached;
            }
            if (wait.isOver()) {
                throw notReady(occasion, new Waited(attempt.trouble, wait.waited(), attempt.cause));
            }
            wait.pauseBecause(attempt.trouble);
        }
    }

    /** The PostgreSQL, as part of a sentence. */
    String place() {
        return "PostgreSQL of " + this.link.service() + " in namespace "
                + this.link.service().namespace();
    }

    private Attempt attempt(PodWait wait, Check check) {
        PodState pod = null;
        if (this.route.needsPod() || this.lookup.needsPod()) {
            List<PodState> pods = this.link.service().pods();
            Optional<PodState> ready = this.link.service().choose(pods);
            if (ready.isEmpty()) {
                return new Attempt(null, this.link.service().trouble(pods), null);
            }
            pod = ready.get();
        }
        Credentials as = credentials(pod);
        Attempt last = new Attempt(null, "there is no address to connect to", null);
        for (HostPort end : this.route.ends(pod)) {
            last = login(new Door(end, as, this.route.patience(shorter(wait.left(), this.limits.connect))), check);
            if (last.reached != null) {
                return last;
            }
        }
        return last;
    }

    private Credentials credentials(@Nullable PodState pod) {
        return pod == null
                ? this.lookup.withoutPod()
                : this.lookup.of(
                        pod.pod(), PostgresPort.inPod(this.link.service().definition(), pod.pod()));
    }

    private Attempt login(Door door, Check check) {
        try {
            Connection connection = PostgresLogin.connect(door.address(), door.patience);
            try {
                check.on(connection);
            } catch (SQLException ex) {
                connection.close();
                throw ex;
            }
            return new Attempt(new Reached(connection, door.address()), "", null);
        } catch (SQLException ex) {
            if (this.route instanceof Route.ByServiceName
                    && ApiServer.find(UnknownHostException.class, ex).isPresent()) {
                throw unknownHost(door.end.host(), ex);
            }
            if (!PostgresLogin.canPass(ex)) {
                List<String> databases = LoginRefusals.isWrongDatabase(ex)
                        ? PostgresLogin.databases(door.address(), door.patience)
                        : null;
                throw LoginRefusals.of(ex, door.as, place(), databases);
            }
            return new Attempt(null, trouble(door.end, ex), ex);
        }
    }

    /** What a failed login is told as; throws if the tunnel knows a reason that waiting cannot mend. */
    private String trouble(HostPort end, SQLException ex) {
        if (!(this.route instanceof Route.ThroughTunnel)) {
            return end + " does not answer (" + ex.getSQLState() + "): " + ex.getMessage() + podTrouble();
        }
        Throwable said = this.link.trouble().orElse(ex);
        if (said instanceof MigrationException known && cannotPass(known)) {
            throw known;
        }
        String pod = this.link.service().current().map(PodState::name).orElse("");
        String why = said instanceof MigrationException known ? known.problem() : said.getMessage();
        return "pod " + pod + " is ready, but PostgreSQL in it does not answer (" + ex.getSQLState() + "): " + why;
    }

    /** Why the pods behind an address are not ready; empty if one is, or if they may not be asked about. */
    private String podTrouble() {
        try {
            List<PodState> pods = this.link.service().pods();
            return this.link.service().choose(pods).isPresent()
                    ? ""
                    : " (" + this.link.service().trouble(pods) + ")";
        } catch (MigrationException ex) {
            return "";
        }
    }

    private static boolean cannotPass(MigrationException said) {
        return said instanceof NotInNamespaceException
                || (said instanceof ApiServerException api
                        && (api.kind() == Kind.FORBIDDEN || api.kind() == Kind.UNAUTHORIZED));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private DatabaseNotReadyException notReady(String occasion, Waited waited) {
        return new DatabaseNotReadyException(
                occasion + place() + " did not answer within " + this.limits.ready.toSeconds() + " s: "
                        + waited.reason(),
                "Look at it with: kubectl -n " + this.link.service().namespace()
                        + " describe pods\nIf it only needs more"
                        + " time, raise e2e.migrations.kubernetes.ready-timeout.",
                waited);
    }

    private DatabaseNotReadyException unknownHost(String host, SQLException cause) {
        return new DatabaseNotReadyException(
                place() + " cannot be reached: the name " + host + " is not known here.",
                "e2e.migrations.kubernetes.access=service is for tests that run in a pod of the cluster; use"
                        + " e2e.migrations.kubernetes.access=tunnel elsewhere.",
                new Waited("unknown host " + host, Duration.ZERO, cause));
    }

    /** What a new connection must pass. */
    interface Check {

        /** Nothing but the login itself. */
        Check NONE = connection -> {};

        /** A query that is answered: a server that is starting or stopping may take logins without doing so. */
        Check QUERY = connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SELECT 1");
            }
        };

        void on(Connection connection) throws SQLException;
    }

    /**
     * A login that succeeded.
     *
     * @param connection open; the receiver closes it
     */
    record Reached(Connection connection, DatabaseAddress address) {}

    /**
     * How long may be waited.
     *
     * @param ready for a pod that answers
     * @param connect for one login
     */
    record Limits(Duration ready, Duration connect, TimeSource time) {}

    /** One place to log in. */
    private record Door(HostPort end, Credentials as, Duration patience) {

        DatabaseAddress address() {
            return new DatabaseAddress(
                    this.end.host(), this.end.port(), this.as.database(), this.as.user(), this.as.password());
        }
    }

    private record Attempt(
            @Nullable Reached reached,
            String trouble,
            @Nullable Throwable cause) {}
}
