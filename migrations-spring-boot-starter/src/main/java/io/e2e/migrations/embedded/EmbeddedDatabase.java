package io.e2e.migrations.embedded;

import io.e2e.migrations.database.ForwardingDatabase;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.database.VerifiedReport;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a template whose cluster is in the cache, where it is noted that the copy was verified. Thread-safe.
 *
 * @param database the copy
 * @param archive where its cluster is
 * @param memos what is known of clusters
 * @param known what is known of this one; {@code null} if nothing was
 */
record EmbeddedDatabase(
        TargetDatabase database,
        PreparedArchive archive,
        ClusterMemos memos,
        @Nullable VerifiedReport known) implements ForwardingDatabase {

    @Override
    public Optional<VerifiedReport> verifiedReport() {
        return Optional.ofNullable(this.known);
    }

    @Override
    public void keepVerified(String key, VerifiedReport report) {
        if (this.known == null) {
            this.memos.keep(key, this.archive, report, description());
        }
    }
}
