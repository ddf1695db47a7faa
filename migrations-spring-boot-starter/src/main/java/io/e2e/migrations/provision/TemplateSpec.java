package io.e2e.migrations.provision;

import io.e2e.migrations.config.Sha256;
import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.database.DatabaseTemplate;
import io.e2e.migrations.database.TargetDatabase;
import java.time.Duration;
import java.util.Optional;
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

    /**
     * The template that also holds what somebody adds to a copy; it cannot be filled.
     *
     * @param base what is copied; {@code null} means an empty database
     * @param addition names what is added
     */
    public static TemplateSpec extended(@Nullable TemplateSpec base, DatabaseRequest request, String addition) {
        String identity = String.join(
                "\n", base == null ? "" : base.name, request.user(), request.database(), "extended by " + addition);
        return present(PREFIX + Sha256.hex(identity).substring(0, DIGITS), request)
                .named(addition);
    }

    /** A copy that holds this addition and cannot be filled. */
    public TemplateSpec named(String addition) {
        return new TemplateSpec(this.name, new ExtendedTemplate(this.name, addition), this.patience);
    }

    /** The key of contents with an addition; {@code null} means none. */
    public static String extendedKey(String contents, @Nullable String addition) {
        return addition == null ? contents : contents + " extended by " + addition;
    }

    /** The key of contents with the addition of this template. */
    String extendedKey(String contents) {
        return extendedKey(contents, this.contents.key().orElse(null));
    }

    private record ExtendedTemplate(String fingerprint, String addition) implements DatabaseTemplate {

        @Override
        public Optional<String> key() {
            return Optional.of(this.addition);
        }

        @Override
        public void fill(TargetDatabase empty) {
            throw new MissingException("The server has no template " + this.fingerprint + " any more");
        }
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
