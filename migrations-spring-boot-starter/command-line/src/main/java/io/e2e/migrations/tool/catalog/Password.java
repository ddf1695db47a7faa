package io.e2e.migrations.tool.catalog;

import io.e2e.migrations.config.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a password is: never in an argument, which every user of the machine can see while the command runs.
 *
 * @param typed what was typed at a prompt; {@code null} if nothing was
 * @param file a file whose first line it is; {@code null} means none
 * @param variable the environment variable that has it, if there is neither of those
 */
public record Password(@Nullable Secret typed, @Nullable Path file, String variable) {

    /** The variable by default. */
    public static final String VARIABLE = "E2E_MIGRATIONS_POSTGRES_PASSWORD";

    private static final Pattern IN_URL = Pattern.compile("(?i)[?&](ssl)?password=|//[^/?@]*:[^/?@]*@");

    /** The password; {@code null} if it is nowhere. */
    @Nullable
    Secret read() {
        return read(System::getenv);
    }

    @Nullable
    Secret read(UnaryOperator<@Nullable String> environment) {
        if (this.typed != null) {
            return this.typed;
        }
        return this.file == null
                ? Optional.ofNullable(environment.apply(this.variable))
                        .map(Secret::new)
                        .orElse(null)
                : new Secret(firstLine(this.file));
    }

    private static String firstLine(Path file) {
        try {
            return Files.readString(file).lines().findFirst().orElse("");
        } catch (IOException ex) {
            throw new PasswordException("The password cannot be read from " + file + ": " + ex, ex);
        }
    }

    /** Refuses a URL with a password. */
    void refuseIn(String url) {
        if (IN_URL.matcher(url).find()) {
            throw new PasswordException("The URL has a password, which every user of this machine can see.", null);
        }
    }
}
