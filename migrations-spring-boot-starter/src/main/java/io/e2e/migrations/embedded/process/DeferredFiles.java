package io.e2e.migrations.embedded.process;

import java.io.Closeable;
import java.io.IOException;

/** Files of a running server's cluster that nobody but the superuser needs. */
public interface DeferredFiles extends Closeable {

    /** Puts them into the data directory; called once, before the superuser's first session. */
    void unpack() throws IOException;
}
