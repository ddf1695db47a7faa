package io.e2e.migrations.embedded;

import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.embedded.host.LockFile;
import io.e2e.migrations.provision.TemplateSpec;
import java.io.IOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts a server for a template to whose copies something is added, which one process at a time does. */
final class ExtendedStart {

    private static final Logger LOG = LoggerFactory.getLogger(ExtendedStart.class);

    private ExtendedStart() {}

    /**
     * Starts a server that has the addition, if the cache does; waits for another process that is about to store it.
     *
     * @param template what is copied otherwise; {@code null} means an empty database
     * @param extended holds the addition, too
     */
    static EmbeddedServer start(
            EmbeddedServer.Key key, DatabaseRequest request, @Nullable TemplateSpec template, TemplateSpec extended) {
        EmbeddedServer known = find(key, request, extended);
        if (known != null) {
            return known;
        }
        LockFile lock = new ServerStart(key.settings()).lock(extended.name());
        if (lock == null) {
            return EmbeddedServer.start(key, request, template);
        }
        boolean begun = false;
        try {
            known = find(key, request, extended);
            if (known == null) {
                known = EmbeddedServer.start(key, request, template);
                known.addition().begin(lock);
                begun = true;
            }
            return known;
        } finally {
            if (!begun) {
                release(lock);
            }
        }
    }

    private static @Nullable EmbeddedServer find(
            EmbeddedServer.Key key, DatabaseRequest request, TemplateSpec extended) {
        return EmbeddedServer.startPrepared(key, request, extended.name(), OptionalLong.empty());
    }

    private static void release(LockFile lock) {
        try {
            lock.close();
        } catch (IOException ex) {
            LOG.debug("The lock ends with this process", ex);
        }
    }
}
