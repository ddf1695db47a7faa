package io.e2e.migrations.kubernetes.api;

import io.e2e.migrations.config.MigrationException;
import org.jspecify.annotations.Nullable;

/**
 * The credential plugin of the kubeconfig's user is missing, failed, or printed no credentials. Nothing was sent to the
 * cluster with credentials of this user.
 */
public final class CredentialPluginException extends MigrationException {

    private final String command;

    CredentialPluginException(String command, String problem, String remedy, @Nullable Throwable cause) {
        super(problem, remedy, cause);
        this.command = command;
    }

    /** The plugin's command, as in the kubeconfig. */
    public String command() {
        return this.command;
    }
}
