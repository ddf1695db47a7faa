package io.e2e.migrations.embedded;

import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.VerifiedReport;
import io.e2e.migrations.provision.ExtensibleDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a template whose cluster is in the cache, or will be with what is added to it; there it is noted that the copy was
 * verified. Thread-safe.
 */
final class EmbeddedDatabase implements ExtensibleDatabase {

    private final ExtensibleDatabase database;
    private final Supplier<Optional<PreparedArchive>> archive;
    private final ClusterMemos memos;
    private final @Nullable VerifiedReport known;
    private @Nullable Runnable note;

    /**
     * Wraps a copy.
     *
     * @param archive where its cluster is; empty if it is not, or not yet
     * @param memos what is known of clusters
     * @param known what is known of this one; {@code null} if nothing is
     */
    EmbeddedDatabase(
            ExtensibleDatabase database,
            Supplier<Optional<PreparedArchive>> archive,
            ClusterMemos memos,
            @Nullable VerifiedReport known) {
        this.database = database;
        this.archive = archive;
        this.memos = memos;
        this.known = known;
    }

    @Override
    public Optional<VerifiedReport> verifiedReport() {
        return Optional.ofNullable(this.known);
    }

    @Override
    public synchronized void keepVerified(String key, VerifiedReport report) {
        if (this.known == null) {
            this.note = () -> this.archive.get().ifPresent(kept -> this.memos.keep(key, kept, report, description()));
            this.note.run();
        }
    }

    @Override
    public synchronized void keepAddition() {
        this.database.keepAddition();
        if (this.note != null) {
            this.note.run();
        }
    }

    @Override
    public boolean isExtensible() {
        return this.database.isExtensible();
    }

    @Override
    public boolean isExtended() {
        return this.database.isExtended();
    }

    @Override
    public List<String> sessions() {
        return this.database.sessions();
    }

    @Override
    public void giveUpAddition() {
        this.database.giveUpAddition();
    }

    @Override
    public void startOver() {
        this.database.startOver();
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
