package io.e2e.migrations.embedded;

import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.database.DatabaseTemplate;
import io.e2e.migrations.database.ScratchDatabase;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.embedded.binaries.BinaryArchive;
import io.e2e.migrations.embedded.binaries.EmbeddedBinariesException;
import io.e2e.migrations.provision.DatabaseProvisioner;
import io.e2e.migrations.provision.DatabaseServer;
import io.e2e.migrations.provision.ProvisioningFailedException;
import io.e2e.migrations.session.Sql;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/**
 * Opens the databases of another target, and makes scratch databases for them on an embedded server that runs only for
 * as long as that takes. The role that fills one is a superuser, because it may be one on the target. Immutable.
 */
public final class ScratchServer implements DatabaseAccess {

    private final DatabaseAccess target;
    private final EmbeddedSettings settings;

    private ScratchServer(DatabaseAccess target, EmbeddedSettings settings) {
        this.target = target;
        this.settings = settings.withServer(ServerSettings.defaults().withSuperuser());
    }

    /**
     * Complements the access to a target that has no scratch databases.
     *
     * @param settings where the embedded server's files are, and how long it may take to start
     */
    public static DatabaseAccess beside(DatabaseAccess target, EmbeddedSettings settings) {
        return new ScratchServer(target, settings);
    }

    /** The settings of the embedded server. */
    public EmbeddedSettings settings() {
        return this.settings;
    }

    @Override
    public TargetDatabase open(DatabaseRequest request) {
        return this.target.open(request);
    }

    @Override
    public TargetDatabase open(DatabaseRequest request, DatabaseTemplate template) {
        return this.target.open(request, template);
    }

    /**
     * Reads a scratch database.
     *
     * @throws NoScratchServerException if PostgreSQL's binaries are not on the class path
     */
    @Override
    public Optional<String> readScratch(DatabaseRequest request, ScratchDatabase scratch) {
        BinaryArchive archive;
        try {
            archive = BinaryArchive.find();
        } catch (EmbeddedBinariesException ex) {
            throw new NoScratchServerException(ex);
        }
        DatabaseRequest own = request.withPassword(null);
        return Optional.of(
                KeptTexts.descriptions(this.settings).get(name(archive, own, scratch), () -> read(own, scratch)));
    }

    /** The name under which a description is kept. */
    static String name(BinaryArchive archive, DatabaseRequest request, ScratchDatabase scratch) {
        return String.join("\n", archive.key(), request.user(), scratch.key());
    }

    private String read(DatabaseRequest request, ScratchDatabase scratch) {
        DatabaseServer server = EmbeddedAccess.with(this.settings).exclusiveServer(request);
        try {
            createRoles(server, scratch.roles());
        } catch (RuntimeException | Error ex) {
            server.close();
            throw ex;
        }
        try (TargetDatabase database = DatabaseProvisioner.single(server, null, null)) {
            return scratch.read(database);
        }
    }

    /** Creates the roles that the scratch database grants privileges to. */
    static void createRoles(DatabaseServer server, Set<String> roles) {
        try {
            for (String role : roles) {
                server.session()
                        .execute(Sql.block("BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = "
                                + Sql.literal(role) + ") THEN CREATE ROLE " + Sql.identifier(role) + "; END IF; END"));
            }
        } catch (SQLException ex) {
            throw new ProvisioningFailedException("create the roles " + roles, server.location(), ex);
        }
    }
}
