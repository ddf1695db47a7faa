package io.e2e.migrations.database;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Everything that a client needs in order to connect, as one value.
 *
 * @param host a name or an address
 * @param port the TCP port
 * @param database the database's name
 * @param user the role
 * @param password the role's password
 */
public record DatabaseAddress(String host, int port, String database, String user, Secret password) {

    public DatabaseAddress {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port out of range: " + port);
        }
    }

    /** The JDBC URL, without user and password. */
    public String jdbcUrl() {
        String escaped =
                URLEncoder.encode(this.database, StandardCharsets.UTF_8).replace("+", "%20");
        return "jdbc:postgresql://" + this.host + ":" + this.port + "/" + escaped;
    }
}
