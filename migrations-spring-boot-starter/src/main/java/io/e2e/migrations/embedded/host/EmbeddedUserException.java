package io.e2e.migrations.embedded.host;

import io.e2e.migrations.config.MigrationException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** PostgreSQL refuses to run as root, as this JVM does, and no tool of this machine runs it as another user. */
public final class EmbeddedUserException extends MigrationException {

    EmbeddedUserException(List<RunAs.Tool> tried, List<String> users) {
        super(
                "PostgreSQL does not run as root, and no tool here starts it as another user (tried "
                        + tried.stream()
                                .map(tool -> tool.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))
                        + ").",
                "Run the tests as an ordinary user, or install util-linux (setpriv) and keep one of the users "
                        + String.join(", ", users)
                        + " in /etc/passwd; in a container, allow SETUID, SETGID and CHOWN.",
                null);
    }
}
