package io.e2e.migrations.provision;

import io.e2e.migrations.config.Sha256;
import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.database.DatabaseTemplate;
import io.e2e.migrations.database.TargetDatabase;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A template database: its identity and how it is filled.
 *
 * @param name the name of the finished template. It differs whenever the template would hold something else, as it is
 *     made from the contents' fingerprint, the role that owns everything, and the name of the requested database
 * @param contents fills it
 * @param patience how long to wait for another process that builds the same template
 */
public record TemplateSpec(String name, DatabaseTemplate contents, Duration patience) {

    /** Begins the name of every template; no test asks for such a database. */
    static final String PREFIX = "e2e_template_";

    private static final int DIGITS = 24;

    /** A template that the server should have; filling it is a {@link MissingException}. */
    public static TemplateSpec present(String name, DatabaseRequest request) {
        return new TemplateSpec(
                name, new PresentTemplate(name), request.timeouts().lock());
    }

    /** The template for a request; {@code null} if there are no contents. */
    public static @Nullable TemplateSpec of(@Nullable DatabaseTemplate contents, DatabaseRequest request) {
        if (contents == null) {
            return null;
        }
        String identity = contents.fingerprint() + "\n" + request.user() + "\n" + request.database();
        return new TemplateSpec(
                PREFIX + Sha256.hex(identity).substring(0, DIGITS),
                contents,
                request.timeouts().lock());
    }

    /** A copy of which more is done with the template when it was filled. */
    public TemplateSpec followedBy(Consumer<TargetDatabase> more) {
        DatabaseTemplate filled = new DatabaseTemplate() {
            @Override
            public String fingerprint() {
                return TemplateSpec.this.contents.fingerprint();
            }

            @Override
            public void fill(TargetDatabase empty) {
                TemplateSpec.this.contents.fill(empty);
                more.accept(empty);
            }
        };
        return new TemplateSpec(this.name, filled, this.patience);
    }

    private record PresentTemplate(String fingerprint) implements DatabaseTemplate {

        @Override
        public void fill(TargetDatabase empty) {
            throw new MissingException("The server has no template " + this.fingerprint + " any more");
        }
    }

    /** A template that should be there is not. */
    public static final class MissingException extends RuntimeException {

        private MissingException(String message) {
            super(message);
        }
    }
}
