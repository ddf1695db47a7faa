package io.e2e.migrations.datasource;

import io.e2e.migrations.network.Destination;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Where PostgreSQL's driver will connect with a URL and properties, by the driver's own rules: the parameters of the URL
 * win over its host, and properties, {@code pg_service.conf} and {@code driverconfig.properties} apply where it names none.
 *
 * @param servers all that the driver may choose from
 * @param database the database's name
 * @param classes by the name of the property, the classes that make the sockets and decide where these lead
 */
record DriverDestination(List<Destination> servers, String database, Map<String, String> classes) {

    private static final String DEFAULTS = "org/postgresql/driverconfig.properties";

    private static final List<PGProperty> FACTORIES = List.of(PGProperty.SOCKET_FACTORY, PGProperty.SSL_FACTORY);

    /** The driver's own factories for TLS use the socket that they are given. */
    private static final String OWN_FACTORIES = "org.postgresql.ssl.";

    /** Without a slash after its hosts, the driver would refuse a URL and log all of it, a password included. */
    private static final Pattern WITHOUT_SLASH = Pattern.compile("jdbc:postgresql://[^/?]*([?].*)?", Pattern.DOTALL);

    /** Reads a URL; empty if the driver cannot. */
    static Optional<DriverDestination> of(String url, Properties properties) {
        return parse(url, properties).map(DriverDestination::of);
    }

    /** All properties that the driver would use; empty if it cannot read the URL. */
    static Optional<Properties> parse(String url, Properties properties) {
        Properties known = new Properties(defaults());
        properties.stringPropertyNames().forEach(name -> known.setProperty(name, properties.getProperty(name)));
        return WITHOUT_SLASH.matcher(url).matches()
                ? Optional.empty()
                : Optional.ofNullable(Driver.parseURL(url, known));
    }

    /** What these properties of the driver say. */
    static DriverDestination of(Properties parsed) {
        String[] hosts = String.valueOf(PGProperty.PG_HOST.getOrDefault(parsed)).split(",");
        String[] ports = String.valueOf(PGProperty.PG_PORT.getOrDefault(parsed)).split(",");
        Map<String, String> classes = new TreeMap<>();
        for (PGProperty factory : FACTORIES) {
            Optional.ofNullable(factory.getOrDefault(parsed))
                    .filter(name -> !name.startsWith(OWN_FACTORIES))
                    .ifPresent(name -> classes.put(factory.getName(), name));
        }
        return new DriverDestination(
                IntStream.range(0, hosts.length)
                        .mapToObj(index -> new Destination(hosts[index], Integer.parseInt(ports[index])))
                        .toList(),
                database(parsed),
                classes);
    }

    private static String database(Properties parsed) {
        return Stream.of(PGProperty.PG_DBNAME, PGProperty.USER)
                .map(property -> property.getOrDefault(parsed))
                .filter(name -> name != null)
                .findFirst()
                .orElseGet(() -> System.getProperty("user.name"));
    }

    /** Of several files the first on the class path wins, as in the driver. */
    private static Properties defaults() {
        Properties defaults = new Properties();
        try {
            List<URL> files = Collections.list(Driver.class.getClassLoader().getResources(DEFAULTS));
            Collections.reverse(files);
            for (URL file : files) {
                try (InputStream content = file.openStream()) {
                    defaults.load(content);
                }
            }
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        return defaults;
    }
}
