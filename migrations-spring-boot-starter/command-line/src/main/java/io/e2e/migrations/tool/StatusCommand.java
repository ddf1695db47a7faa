package io.e2e.migrations.tool;

import io.e2e.migrations.config.Secret;
import io.e2e.migrations.tool.catalog.Outcome;
import io.e2e.migrations.tool.catalog.Password;
import io.e2e.migrations.tool.catalog.StatusOperation;
import io.e2e.migrations.tool.catalog.ToolSettings;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code status}. */
@Command(
        name = "status",
        header = "Say which migrations are applied to a database.",
        description = {
            "",
            "Reads the history of e2e-migrations in a database, and changes nothing. Ends with 1 if a migration is pending,"
                    + " changed, missing or interrupted.",
            "",
            "The password is that of --postgres-password (asked for), of --postgres-password-file, or of the environment"
                    + " variable " + Password.VARIABLE + ".",
            ""
        },
        footer = {"", "Example: e2e-migrations status --url=jdbc:postgresql://localhost/shop --postgres-user=shop"})
final class StatusCommand extends CatalogCommand {

    static final String PASSWORD = "--postgres-password";

    @Mixin
    private TableOption tables = new TableOption();

    @Option(
            names = "--url",
            required = true,
            paramLabel = "URL",
            description = "JDBC URL of the database, without a password.")
    private String url = "";

    @Option(names = PASSWORD, interactive = true, arity = "0", description = "Ask for the password.")
    private char @Nullable [] typed;

    @Option(
            names = "--postgres-password-file",
            paramLabel = "FILE",
            description = "File whose first line is the password.")
    private @Nullable Path passwordFile;

    @Option(
            names = "--allowed-hosts",
            split = ",",
            paramLabel = "HOST",
            description = "Hosts that may be asked beside this machine, by name or pattern.")
    private List<String> allowedHosts = List.of();

    @Override
    List<String> tables() {
        return this.tables.names();
    }

    @Override
    Outcome run(ToolSettings settings) {
        Secret secret = this.typed == null ? null : new Secret(new String(this.typed));
        return StatusOperation.run(
                settings, this.url, new Password(secret, this.passwordFile, Password.VARIABLE), this.allowedHosts);
    }
}
