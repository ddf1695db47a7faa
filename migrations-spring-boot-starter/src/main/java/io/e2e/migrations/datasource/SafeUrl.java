package io.e2e.migrations.datasource;

import io.e2e.migrations.network.Destination;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** URLs as they are shown: what precedes an {@code @} may be a password, and so may each parameter. */
public final class SafeUrl {

    /** Scheme, user and password, place, parameters. */
    private static final Pattern PARTS =
            Pattern.compile("((?:[\\w-]+:)*[\\w-]+:(?=//)|jdbc:[\\w-]+:|)([^?;@]*@)?([^?;@]*)([?;][^@]*)?");

    /** Some products begin their parameters otherwise: {@code /DB:user=me}, {@code (host=h,password=x)}. */
    private static final Pattern PARAMETERS = Pattern.compile("[^\\w]*[\\w.]*=.*");

    private static final Pattern ENCODED_AT = Pattern.compile("%40", Pattern.CASE_INSENSITIVE);

    private static final Pattern SERVERS = Pattern.compile("jdbc:[^/?;]*//(?:[^@]*@)?([^/?;@]+)(?:[/?;][^@]*)?");

    private static final Pattern PORT = Pattern.compile("(.*):(\\d{1,5})");

    private SafeUrl() {}

    /** The URL without user, password and parameters; only an ellipsis if it cannot be told what is a password. */
    public static String of(@Nullable String url) {
        if (url == null) {
            return "unknown URL";
        }
        Matcher parts = PARTS.matcher(ENCODED_AT.matcher(url).replaceAll("@"));
        if (!parts.matches()) {
            return "…";
        }
        return parts.group(1)
                + (parts.group(2) == null ? "" : "…@")
                + PARAMETERS.matcher(parts.group(3)).replaceFirst("");
    }

    /** The servers in a JDBC URL of any product, with port 0 if it names none; empty if it names no server. */
    static List<Destination> servers(String url) {
        Matcher named = SERVERS.matcher(url);
        return !named.matches()
                ? List.of()
                : Stream.of(named.group(1).split(",")).map(SafeUrl::server).toList();
    }

    private static Destination server(String authority) {
        Matcher port = PORT.matcher(authority);
        return port.matches()
                ? new Destination(port.group(1), Integer.parseInt(port.group(2)))
                : new Destination(authority, 0);
    }

    /** A database as it is shown: parameters that were separated by another product's sign are a part of its name. */
    static String database(String name) {
        return name.replaceFirst("(?s)[;&].*", "");
    }

    /** A host as it is shown: one in a parameter may have been given a user, too. */
    static String host(String host) {
        return ENCODED_AT.matcher(host).replaceAll("@").replaceFirst("(?s).*@", "…@");
    }
}
