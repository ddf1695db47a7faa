package io.e2e.migrations.network;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A host and port as a URL or a kubeconfig names it, and where a connection to it really goes. All guards decide by it.
 *
 * @param host a name or an address, IPv6 with or without brackets; empty means {@code localhost}, as in {@link InetAddress}
 * @param port the TCP port
 */
public record Destination(String host, int port) {

    /** What {@link InetAddress} reads as an address without asking a name server, such as 127.1 or ::1%lo. */
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9a-fA-F:]*:[0-9a-fA-F:.]*(%.*)?");

    private static final int IPV6_BYTES = 16;

    public Destination {
        host = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        host = host.isEmpty() ? "localhost" : host;
    }

    /** Whether it is this machine by the address itself: a name other than localhost may lead anywhere tomorrow. */
    public boolean isThisMachine() {
        if (this.host.equalsIgnoreCase("localhost")) {
            return true;
        }
        try {
            Optional<InetAddress> literal = literal();
            // Java connects to the address of the machine's own name if the address is 0.0.0.0 or ::.
            return literal.isPresent()
                    && (literal.get().isLoopbackAddress()
                            || (literal.get().isAnyLocalAddress() && isOwn(InetAddress.getLocalHost())));
        } catch (UnknownHostException ex) {
            return false;
        }
    }

    /**
     * The addresses, which a name server is asked for unless the host is one.
     *
     * @throws UnknownHostException if the name has none
     */
    public List<InetAddress> addresses() throws UnknownHostException {
        return List.of(InetAddress.getAllByName(this.host));
    }

    /**
     * The SOCKS proxy that Java sends the connection through, which decides where the host is; empty if there is none. By
     * default, Java uses none for loopback addresses ({@code socksNonProxyHosts} in the manual "Java Networking and
     * Proxies").
     */
    public Optional<String> proxy() {
        ProxySelector selector = ProxySelector.getDefault();
        if (selector == null) {
            return Optional.empty();
        }
        try {
            String name = literal().map(InetAddress::getHostAddress).orElse(this.host);
            String shown = name.contains(":") ? "[" + name + "]" : name;
            List<Proxy> proxies = selector.select(new URI("socket://" + shown + ":" + this.port));
            // Java connects directly if the first one is of another type.
            return proxies.stream()
                    .limit(1)
                    .filter(first -> first.type() == Proxy.Type.SOCKS)
                    .map(first -> String.valueOf(first.address()))
                    .findFirst();
        } catch (URISyntaxException | UnknownHostException ex) {
            return Optional.empty();
        }
    }

    private Optional<InetAddress> literal() throws UnknownHostException {
        return LITERAL.matcher(this.host).matches() ? Optional.of(InetAddress.getByName(this.host)) : Optional.empty();
    }

    /** Whether an address is one of this machine's. */
    public static boolean isOwn(InetAddress address) {
        try {
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException ex) {
            return false;
        }
    }

    /** Whether an address cannot be reached from the internet: loopback, RFC 1918, link-local, unique local (RFC 4193). */
    public static boolean isPrivate(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean uniqueLocal = bytes.length == IPV6_BYTES && (bytes[0] & 0xfe) == 0xfc;
        return uniqueLocal
                || address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isSiteLocalAddress()
                || address.isLinkLocalAddress();
    }

    /** The host and the port, as in a URL. */
    @Override
    public String toString() {
        return (this.host.contains(":") ? "[" + this.host + "]" : this.host) + ":" + this.port;
    }
}
