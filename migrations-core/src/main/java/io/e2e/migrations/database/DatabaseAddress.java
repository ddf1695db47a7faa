package io.e2e.migrations.database;

import io.e2e.migrations.config.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Everything that a client needs to connect.
 *
 * @param host a host name or an IP address
 * @param port the TCP port
 * @param database the database's name
 * @param user the role
 * @param password the role's password
 * @param parameters other parameters of the JDBC driver, such as {@code sslmode}; empty for an embedded server
 */
public record DatabaseAddress(
        String host, int port, String database, String user, Secret password, Map<String, String> parameters) {

    public DatabaseAddress {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
        parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port out of range: " + port);
        }
    }

    /** An address without parameters. */
    public DatabaseAddress(String host, int port, String database, String user, Secret password) {
        this(host, port, database, user, password, Map.of());
    }

    /** The address of another database on the same server. */
    public DatabaseAddress withDatabase(String database) {
        return new DatabaseAddress(this.host, this.port, database, this.user, this.password, this.parameters);
    }

    /** The JDBC URL, without user and password. */
    public String jdbcUrl() {
        if (this.parameters.isEmpty()) {
            return plainUrl();
        }
        String query = this.parameters.entrySet().stream()
                .map(parameter -> escape(parameter.getKey()) + "=" + escape(parameter.getValue()))
                .collect(Collectors.joining("&"));
        return plainUrl() + "?" + query;
    }

    /** The JDBC URL for messages: also without parameters, because one of them may be a secret. */
    public String plainUrl() {
        return "jdbc:postgresql://" + this.host + ":" + this.port + "/" + escape(this.database);
    }

    /**
     * The command that opens the database in {@code psql}, for people. It contains a generated password, because nobody
     * else knows it; for a configured one, {@code psql} asks. With {@code jdbc:} before it, the quoted address is a JDBC
     * URL.
     */
    public String psqlCommand() {
        return "psql '" + plainUrl().substring("jdbc:".length()) + "?user=" + escape(this.user)
                + (this.password.isGenerated() ? "&password=" + escape(this.password.value()) : "") + "'";
    }

    private static String escape(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The URL without parameters, the role, and asterisks for the password. */
    @Override
    public String toString() {
        return "DatabaseAddress[" + plainUrl() + ", user=" + this.user + ", password=" + this.password + "]";
    }
}
