package io.e2e.migrations.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The way into a shared server: its address file. Whoever enters takes his lease first and then looks whether the file
 * is still there; whoever ends the server removes the file first and then looks for leases. So at least one of the two
 * sees the other, and nobody joins a server that ends.
 *
 * @param root the server's directory
 */
record Door(Path root) {

    /** The file with port and passwords. */
    Path address() {
        return this.root.resolve("address");
    }

    boolean isOpen() {
        return Files.exists(address());
    }

    /**
     * Lets nobody in any more; false if somebody uses the server.
     *
     * @param own what the names of this JVM's leases begin with
     */
    boolean shut(String own) throws IOException {
        if (LeaseFile.anyUsed(this.root, own)) {
            return false;
        }
        Files.deleteIfExists(address());
        return !LeaseFile.anyUsed(this.root, own);
    }
}
