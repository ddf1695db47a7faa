package io.e2e.migrations.embedded;

import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.database.VerifiedReport;
import java.sql.Connection;
import java.sql.SQLException;
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
        @Nullable VerifiedReport known) implements TargetDatabase {

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

    @Override
    public Connection connect() throws SQLException {
        return this.database.connect();
    }

    @Override
    public Optional<DatabaseAddress> address() {
        return this.database.address();
    }

    @Override
    public String description() {
        return this.database.description();
    }

    @Override
    public boolean createRole(String name) {
        return this.database.createRole(name);
    }

    @Override
    public boolean isOwn() {
        return this.database.isOwn();
    }

    @Override
    public boolean isCopyOfTemplate() {
        return this.database.isCopyOfTemplate();
    }

    @Override
    public void close() {
        this.database.close();
    }
}
