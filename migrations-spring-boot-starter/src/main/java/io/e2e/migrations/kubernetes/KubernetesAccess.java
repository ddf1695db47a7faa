package io.e2e.migrations.kubernetes;

import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.kubernetes.Reach.Check;
import io.e2e.migrations.kubernetes.Reach.Limits;
import io.e2e.migrations.kubernetes.Reach.Reached;
import io.e2e.migrations.time.TimeSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to a PostgreSQL that runs as a pod in a Kubernetes namespace: it chooses the cluster and checks that it may be
 * used, finds the service and its ready pod, leads a tunnel from 127.0.0.1 to it, and waits until it answers a query. The
 * tunnel follows a pod that is replaced. Thread-safe; it holds nothing open itself.
 *
 * <pre>{@code
 * DatabaseAccess access = KubernetesAccess.with(KubernetesSettings.defaults());
 * try (TargetDatabase database = access.open(config.databaseRequest())) {
 *     ...
 * }
 * }</pre>
 */
public final class KubernetesAccess implements DatabaseAccess {

    private static final Logger LOG = LoggerFactory.getLogger(KubernetesAccess.class);

    private final KubernetesSettings settings;
    private final TimeSource time;
    private final ClusterEnvironment environment;
    private final SharedLinks links;

    KubernetesAccess(KubernetesSettings settings, TimeSource time, ClusterEnvironment environment, SharedLinks links) {
        this.settings = settings;
        this.time = time;
        this.environment = environment;
        this.links = links;
    }

    /** An access with these settings, for the clusters that {@code kubectl} would see. Nothing happens before open. */
    public static KubernetesAccess with(KubernetesSettings settings) {
        return new KubernetesAccess(
                settings, TimeSource.system(), ClusterEnvironment.ofThisProcess(), SharedLinks.OF_THIS_JVM);
    }

    /**
     * {@inheritDoc}
     *
     * @throws KubeconfigException if there is no usable kubeconfig
     * @throws ContextNotAllowedException if the cluster is not known as a test cluster; nothing was sent to it
     * @throws ApiServerException if the cluster does not answer, or denies a right
     * @throws NotInNamespaceException if namespace, service, port, Secret or key do not exist
     * @throws DatabaseNotReadyException if no pod answered in time
     * @throws LoginRefusedException if user, password or database are wrong
     */
    @Override
    public TargetDatabase open(DatabaseRequest request) {
        String namespace = request.namespace();
        if (namespace == null) {
            throw new IllegalArgumentException("the configuration names no Kubernetes namespace");
        }
        ClusterContext cluster = ContextGuard.check(
                ClusterContext.choose(request.kubeconfigPath(), this.settings.context(), this.environment),
                this.settings.allowedContexts());
        SharedLinks.Key key = new SharedLinks.Key(cluster.identity(), namespace, request.service());
        SharedLinks.Share share = this.links.take(key, () -> link(cluster, namespace, request.service()));
        try {
            return open(request, share);
        } catch (RuntimeException ex) {
            share.close();
            throw ex;
        }
    }

    private ServiceLink link(ClusterContext cluster, String namespace, String service) {
        ApiServer api = new ApiServer(cluster.name(), cluster.client());
        return new ServiceLink(api, new PostgresService(api, namespace, service), this.time);
    }

    private TargetDatabase open(DatabaseRequest request, SharedLinks.Share share) {
        ServiceLink link = share.link();
        Duration connect = request.timeouts().connect();
        Limits limits = new Limits(this.settings.readyTimeout(), connect, this.time);
        CredentialLookup lookup = new CredentialLookup(
                request, this.settings.secret(), link.api(), link.service().namespace());
        Reach reach = new Reach(link, route(link), lookup, limits);
        Reached reached = reach.await("", Check.QUERY);
        closeQuietly(reached.connection());
        KubernetesDatabase database = new KubernetesDatabase(share, reach, reached.address(), connect);
        LOG.info("Using {}", database.description());
        return database;
    }

    private static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException ex) {
            LOG.debug("The connection that asked whether PostgreSQL answers did not close cleanly", ex);
        }
    }

    private Route route(ServiceLink link) {
        return switch (this.settings.access()) {
            case TUNNEL -> new Route.ThroughTunnel(link);
            case SERVICE -> new Route.ByServiceName(link.service());
            case NODE_PORT ->
                new Route.ByNodePort(link.service(), link.api().cluster().server());
        };
    }
}
