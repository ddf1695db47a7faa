package io.e2e.migrations.access;

import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.database.DatabaseTemplate;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.embedded.EmbeddedAccess;
import io.e2e.migrations.embedded.EmbeddedAccess.Template;
import java.util.Objects;

/**
 * Embedded databases that hold their migrations from the beginning: copies of a template, which the cache of prepared
 * clusters keeps from run to run. It is made when there is none for exactly these migrations, values and settings. The
 * first run on such a database finds nothing to apply, verifies, and reports what came with the template. Thread-safe.
 *
 * @param embedded the server; a template of its own makes no difference
 */
public record PreparedAccess(EmbeddedAccess embedded) implements DatabaseAccess {

    public PreparedAccess {
        Objects.requireNonNull(embedded, "embedded");
    }

    /** An empty database: whoever names no contents gets none. */
    @Override
    public TargetDatabase open(DatabaseRequest request) {
        return this.embedded.withTemplate(null).open(request);
    }

    @Override
    public TargetDatabase open(DatabaseRequest request, DatabaseTemplate template) {
        return this.embedded
                .withTemplate(new Template(template.fingerprint(), template::fill))
                .open(request);
    }
}
