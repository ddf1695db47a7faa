package io.e2e.migrations.provision;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.config.Secret;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.datasource.HostGuard;
import io.e2e.migrations.datasource.UrlAccess;
import io.e2e.migrations.testing.ChildJvm;
import java.io.IOException;
import java.util.Set;

/** Another JVM that takes databases from a server, and holds them until it ends. */
final class ProvisioningProcess {

    private ProvisioningProcess() {}

    /** Starts one that takes a database with these contents, and reports which it is and how often it filled a template. */
    static ChildJvm start(DatabaseAddress address, String contents) throws IOException {
        return ChildJvm.start(
                ProvisioningProcess.class,
                address.jdbcUrl(),
                address.user(),
                address.password().value(),
                contents);
    }

    public static void main(String[] arguments) throws IOException {
        UrlAccess access = UrlAccess.of(arguments[0], arguments[1], new Secret(arguments[2]), new HostGuard(Set.of()));
        Contents contents = Contents.of(arguments[3]);
        DatabaseProvisioner provisioner = ExternalServer.provisioner(
                access, "postgres", MigrationConfig.defaults().databaseRequest(), new InitialContents(contents, null));
        String name = provisioner.next().address().orElseThrow().database();
        ChildJvm.answer(name + " " + contents.fillings());
        System.in.read();
    }
}
