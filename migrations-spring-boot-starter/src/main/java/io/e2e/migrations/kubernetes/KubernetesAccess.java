package io.e2e.migrations.kubernetes;

import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.kubernetes.PostgresConnector.Limits;
import io.e2e.migrations.kubernetes.api.ApiServer;
import io.e2e.migrations.kubernetes.api.ApiServerException;
import io.e2e.migrations.kubernetes.api.ClusterContext;
import io.e2e.migrations.kubernetes.api.ClusterEnvironment;
import io.e2e.migrations.kubernetes.api.ContextGuard;
import io.e2e.migrations.kubernetes.api.ContextNotAllowedException;
import io.e2e.migrations.kubernetes.api.CredentialPluginException;
import io.e2e.migrations.kubernetes.api.KubeconfigException;
import io.e2e.migrations.provision.PoolerException;
import io.e2e.migrations.provision.SharedResources;
import io.e2e.migrations.provision.SharedResources.Lease;
import io.e2e.migrations.time.TimeSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Provides the PostgreSQL that runs as a pod in a Kubernetes namespace. It chooses the cluster and checks that it may be
 * used, finds the service and its ready pod, opens a tunnel from 127.0.0.1 to the pod, and waits until PostgreSQL answers a
 * query. When the pod is replaced, the tunnel leads to the new one. Thread-safe; it holds nothing open itself.
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

    /** The connections of this JVM; static on purpose, see {@code docs/decisions/0010-kubernetes-tunnel.md}. */
    private static final SharedResources<Key, ServiceConnection> CONNECTIONS = new SharedResources<>();

    private final KubernetesSettings settings;
    private final TimeSource time;
    private final ClusterEnvironment environment;
    private final SharedResources<Key, ServiceConnection> connections;

    KubernetesAccess(
            KubernetesSettings settings,
            TimeSource time,
            ClusterEnvironment environment,
            SharedResources<Key, ServiceConnection> connections) {
        this.settings = settings;
        this.time = time;
        this.environment = environment;
        this.connections = connections;
    }

    /** Creates an access with these settings to the clusters that {@code kubectl} sees. It does nothing before open. */
    public static KubernetesAccess with(KubernetesSettings settings) {
        return new KubernetesAccess(settings, TimeSource.system(), ClusterEnvironment.ofThisProcess(), CONNECTIONS);
    }

    /**
     * {@inheritDoc}
     *
     * @throws KubernetesClientMissingException if the starter's jar, which contains the client, is not on the class path
     * @throws KubeconfigException if there is no usable kubeconfig
     * @throws ContextNotAllowedException if the cluster is not known as a test cluster; nothing was sent to it
     * @throws CredentialPluginException if the credential plugin of the kubeconfig's user fails
     * @throws ApiServerException if the cluster does not answer, or denies a right
     * @throws NotInNamespaceException if namespace, service, port, Secret or key do not exist
     * @throws DatabaseNotReadyException if no pod answered in time
     * @throws LoginRefusedException if user, password or database are wrong
     * @throws PoolerException if the service leads to a pooler
     */
    @Override
    public TargetDatabase open(DatabaseRequest request) {
        String namespace = request.namespace();
        if (namespace == null) {
            throw new IllegalArgumentException("the configuration names no Kubernetes namespace");
        }
        KubernetesClientMissingException.throwIfMissing(KubernetesAccess.class.getClassLoader());
        ClusterContext cluster = ContextGuard.check(
                ClusterContext.choose(request.kubeconfigPath(), this.settings.context(), this.environment),
                this.settings.allowedContexts());
        Key key = new Key(cluster.identity(), namespace, request.service());
        Lease<ServiceConnection> lease = this.connections.acquire(key, () -> connect(cluster, key));
        try {
            return open(request, lease);
        } catch (RuntimeException ex) {
            lease.close();
            throw ex;
        }
    }

    private ServiceConnection connect(ClusterContext cluster, Key key) {
        ApiServer api = cluster.connect();
        return new ServiceConnection(api, new PostgresService(api, key.namespace(), key.service()), this.time);
    }

    private TargetDatabase open(DatabaseRequest request, Lease<ServiceConnection> lease) {
        ServiceConnection connection = lease.resource();
        PostgresConnector connector = new PostgresConnector(
                connection,
                new AddressResolver(this.settings.access(), connection),
                new CredentialLookup(
                        request,
                        this.settings.secret(),
                        connection.api(),
                        connection.service().namespace()),
                new Limits(this.settings.readyTimeout(), request.timeouts().connect(), this.time));
        KubernetesDatabase database = new KubernetesDatabase(lease, connector, connector.awaitFirst());
        LOG.info("Using {}", database.description());
        return database;
    }

    /**
     * Identifies a connection to a service.
     *
     * @param cluster the identity of the cluster and of the user there
     */
    record Key(String cluster, String namespace, String service) {}
}
