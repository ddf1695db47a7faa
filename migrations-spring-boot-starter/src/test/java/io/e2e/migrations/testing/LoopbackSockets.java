package io.e2e.migrations.testing;

import io.e2e.migrations.database.DatabaseAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * Leads every connection to a port of this machine, whatever host a URL names; for pgjdbc's parameters
 * {@code socketFactory} and {@code socketFactoryArg}. So a database here can be met under a name from elsewhere.
 */
public final class LoopbackSockets extends SocketFactory {

    private final int port;

    public LoopbackSockets(String port) {
        this.port = Integer.parseInt(port);
    }

    /** This database under another host's name. */
    public static String url(String host, DatabaseAddress address) {
        return "jdbc:postgresql://" + host + ":5432/" + address.database() + "?socketFactory="
                + LoopbackSockets.class.getName() + "&socketFactoryArg=" + address.port();
    }

    /** Connected already, so the driver does not look the host up. */
    @Override
    public Socket createSocket() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), this.port);
    }

    @Override
    public Socket createSocket(String host, int ignored) throws IOException {
        return createSocket();
    }

    @Override
    public Socket createSocket(String host, int ignored, InetAddress local, int localPort) throws IOException {
        return createSocket();
    }

    @Override
    public Socket createSocket(InetAddress host, int ignored) throws IOException {
        return createSocket();
    }

    @Override
    public Socket createSocket(InetAddress host, int ignored, InetAddress local, int localPort) throws IOException {
        return createSocket();
    }
}
