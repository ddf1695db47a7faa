package io.e2e.migrations.kubernetes.api;

import io.e2e.migrations.network.Destination;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides whether a cluster may be used at all. A kubeconfig often contains production clusters too, so a context passes
 * only if it is allowed by name, or if it has a name that tools for local clusters choose and a server that is local: this
 * machine or a private network. Neither alone proves anything: a name is easily given, and a loopback address may be a
 * tunnel to any cluster. A name server is asked only for the host of a context with such a name.
 */
public final class ContextGuard {

    private static final List<String> LOCAL = List.of(
            "kind-*",
            "k3d-*",
            "minikube",
            "docker-desktop",
            "rancher-desktop",
            "colima",
            "orbstack",
            "microk8s",
            "crc");

    /** Docker Desktop's names for this machine; where Docker does not run, nobody else can own them (ICANN, .internal). */
    private static final Set<String> DOCKER = Set.of("host.docker.internal", "kubernetes.docker.internal");

    private static final Pattern SERVER =
            Pattern.compile("(?:https?://)?(\\[[0-9a-f:.]+]|[\\w.-]+)(?::\\d{1,5})?(?:/.*)?", Pattern.CASE_INSENSITIVE);

    private ContextGuard() {}

    /**
     * Returns the context if it may be used.
     *
     * @param allowedContexts further contexts that may be used, by name or glob
     * @throws ContextNotAllowedException if it may not be used
     */
    public static ClusterContext check(ClusterContext context, List<String> allowedContexts) {
        String name = context.name().context();
        if (context.isOwnCluster() || allowedContexts.stream().anyMatch(glob -> matches(glob, name))) {
            return context;
        }
        if (LOCAL.stream().noneMatch(glob -> matches(glob, name))) {
            throw ContextNotAllowedException.byName(context.name(), String.join(", ", LOCAL));
        }
        if (context.hasProxy()) {
            throw ContextNotAllowedException.byServer(context.name(), "its proxy-url decides where that is");
        }
        notLocal(context.name().server()).ifPresent(reason -> {
            throw ContextNotAllowedException.byServer(context.name(), reason);
        });
        return context;
    }

    private static Optional<String> notLocal(String server) {
        Matcher named = SERVER.matcher(server);
        if (!named.matches()) {
            return Optional.of("its host cannot be read");
        }
        Destination destination = new Destination(named.group(1), 0);
        String host = destination.host();
        if (destination.isThisMachine() || DOCKER.contains(host.toLowerCase(Locale.ROOT))) {
            return Optional.empty();
        }
        try {
            return notPrivate(destination.addresses())
                    .map(address -> host.equals(address)
                            ? "its address is neither this machine's nor private"
                            : host + " is " + address + ", which is neither this machine's nor private");
        } catch (UnknownHostException ex) {
            return Optional.of("the name " + host + " cannot be resolved");
        }
    }

    /** The first address of a server that may be anywhere; the client may choose any of them. */
    static Optional<String> notPrivate(List<InetAddress> addresses) {
        return addresses.stream()
                .filter(address -> !Destination.isPrivate(address))
                .map(InetAddress::getHostAddress)
                .findFirst();
    }

    private static boolean matches(String glob, String name) {
        String regex = Pattern.quote(glob.strip()).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
        return Pattern.matches(regex, name);
    }
}
