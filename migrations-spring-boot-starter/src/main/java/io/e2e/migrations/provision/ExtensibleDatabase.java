package io.e2e.migrations.provision;

import io.e2e.migrations.database.TargetDatabase;
import java.util.List;

/**
 * A database to which its user adds something, such as tables of its own, that later databases can come with. Used by one thread
 * at a time for that.
 */
public interface ExtensibleDatabase extends TargetDatabase {

    /** Whether something may be added that is kept. */
    boolean isExtensible();

    /** Whether it came with the addition. */
    boolean isExtended();

    /** The sessions of others in it, for people; empty if there are none. */
    List<String> sessions();

    /**
     * Makes it, as it is now, what later databases are copies of. All sessions must have left it.
     *
     * @throws ProvisioningFailedException if the server refuses it
     */
    void keepAddition();

    /** Lets others add what this one does not keep. */
    void giveUpAddition();

    /**
     * Replaces it by an empty database at the same address, and forgets the addition that it came with. Sessions in it are
     * terminated.
     *
     * @throws ProvisioningFailedException if the server refuses it
     */
    void startOver();
}
