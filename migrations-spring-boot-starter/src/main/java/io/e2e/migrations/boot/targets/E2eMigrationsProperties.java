package io.e2e.migrations.boot.targets;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.config.CatalogOptions;
import io.e2e.migrations.config.MigrationFormat;
import io.e2e.migrations.config.MigrationOptions;
import io.e2e.migrations.config.MigrationOptions.OutOfOrder;
import io.e2e.migrations.config.MigrationOptions.PartitionHorizon;
import io.e2e.migrations.config.MigrationOptions.Timeouts;
import io.e2e.migrations.config.MigrationOptions.VerifyLevel;
import io.e2e.migrations.config.Secret;
import io.e2e.migrations.embedded.EmbeddedSettings;
import io.e2e.migrations.embedded.ServerSettings;
import io.e2e.migrations.isolation.Isolation;
import io.e2e.migrations.kubernetes.KubernetesSettings;
import io.e2e.migrations.kubernetes.KubernetesSettings.SecretKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;

/**
 * What a test can say in its properties. A misspelled one is an error: without its {@code tables} a test would quietly get
 * everything.
 *
 * @param enabled Whether the starter does anything.
 * @param target Where the database is. With a DataSource bean of the application's own, saying datasource spares the start
 *     of an embedded server.
 * @param isolation Who has a database to itself.
 * @param keepFailed Whether the database of a failed test is kept, for a look at it.
 * @param reportPage Whether target/e2e-migrations/report.html tells what was done, when the JVM ends; build/ under Gradle.
 * @param maintenanceDatabase Database of the application's or a namespace's server from which others are created, if
 *     isolation asks for them.
 * @param apply When migrations are applied.
 * @param verify How much is verified after applying: none, relations, full or full-with-seeds.
 * @param tables Tables, views, sequences, types, migrations, groups or patterns that the test needs. Everything if empty.
 * @param namespace Kubernetes namespace of the PostgreSQL.
 * @param kubeconfigPath Kubeconfig file. Where kubectl would look if not set.
 * @param postgresService Kubernetes service of the PostgreSQL.
 * @param postgresUser Role that migrates and that the application uses.
 * @param postgresPassword Password of the role. The target's own if not set.
 * @param postgresDb Database to use.
 * @param locations Directories of the SQL files, as classpath or file locations.
 * @param format Format of the SQL files. What they look like decides if not set.
 * @param placeholders Values of ${name} in SQL files of other tools.
 * @param leaveOut Files, by name, that are not applied, such as migrations that are not SQL.
 * @param runFirst SQL files that run before the first migration, as classpath or file resources.
 * @param schema Schema that receives the objects.
 * @param furtherSchemas Schemas after that one on the search path.
 * @param outOfOrder What to do with a pending migration that precedes an applied one on the same objects.
 * @param connectTimeout How long a connection attempt may take.
 * @param lockTimeout How long to wait for another process that migrates, and for locks on tables.
 * @param statementTimeout How long one statement of a migration may take.
 * @param runTimeout How long a run may take, whatever it waits for: applying, verifying or resetting.
 * @param partitions Months for which partitions are kept.
 * @param allowedHosts Hosts of the application's own database that a test may migrate, beside loopback and containers; and
 *     classes that make its sockets.
 * @param embedded How the embedded PostgreSQL runs.
 * @param kubernetes How the PostgreSQL of a namespace is reached.
 */
@ConfigurationProperties(prefix = "e2e.migrations", ignoreUnknownFields = false)
public record E2eMigrationsProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("auto") Target target,
        @DefaultValue("none") Isolation isolation,
        @DefaultValue("false") boolean keepFailed,
        @DefaultValue("true") boolean reportPage,
        @DefaultValue("postgres") String maintenanceDatabase,
        @DefaultValue("startup") Apply apply,
        @DefaultValue("relations") VerifyLevel verify,
        @DefaultValue List<String> tables,
        @Nullable String namespace,
        @Nullable Path kubeconfigPath,
        @DefaultValue("postgresql") String postgresService,
        @DefaultValue("slm_user") String postgresUser,
        @Nullable String postgresPassword,
        @DefaultValue("action_history") String postgresDb,

        @DefaultValue(MigrationOptions.DATA_STORAGE_LOCATION)
        List<String> locations,

        @DefaultValue("auto") MigrationFormat format,
        @DefaultValue Map<String, String> placeholders,
        @DefaultValue List<String> leaveOut,
        @DefaultValue List<String> runFirst,
        @DefaultValue("public") String schema,
        @DefaultValue List<String> furtherSchemas,
        @DefaultValue("fail") OutOfOrder outOfOrder,
        @DefaultValue("10s") Duration connectTimeout,
        @DefaultValue("60s") Duration lockTimeout,
        @DefaultValue("60s") Duration statementTimeout,
        @DefaultValue("10m") Duration runTimeout,
        @DefaultValue Partitions partitions,
        @DefaultValue Set<String> allowedHosts,
        @DefaultValue Embedded embedded,
        @DefaultValue Kubernetes kubernetes) {

    /**
     * Whether the starter does anything, in any of the words that Spring Boot converts to a boolean. It does if the word is
     * none of them, which is reported when all properties are bound.
     */
    public static boolean isEnabled(Environment environment) {
        try {
            return Binder.get(environment)
                    .bind("e2e.migrations.enabled", Boolean.class)
                    .orElse(true);
        } catch (BindException ex) {
            return true;
        }
    }

    /** How the embedded PostgreSQL runs; who applies by hand wants to see it happen, in an empty database. */
    public EmbeddedSettings embeddedSettings() {
        EmbeddedSettings settings = this.embedded.toSettings();
        return this.apply == Apply.MANUAL ? settings.withoutTemplate() : settings;
    }

    /** The configuration that these properties describe. */
    public MigrationConfig toConfig() {
        return InvalidPropertyException.valid("e2e.migrations.", this::config);
    }

    private MigrationConfig config() {
        MigrationOptions options = new MigrationOptions(
                this.locations,
                this.schema,
                this.outOfOrder,
                this.verify,
                new Timeouts(this.connectTimeout, this.lockTimeout, this.statementTimeout, this.runTimeout),
                new PartitionHorizon(this.partitions.from(), this.partitions.monthsAhead()),
                new CatalogOptions(this.format, this.placeholders, this.leaveOut, this.runFirst, this.furtherSchemas));
        return new MigrationConfig(
                this.namespace,
                this.kubeconfigPath,
                this.postgresService,
                this.postgresUser,
                this.postgresPassword == null ? null : new Secret(this.postgresPassword),
                this.postgresDb,
                this.tables,
                options);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "E2eMigrationsProperties[" + toConfig() + "]";
    }

    /** When migrations are applied. */
    public enum Apply {
        /** When the context starts, before anything uses the database. */
        STARTUP,
        /** When the test calls MigrationService. */
        MANUAL
    }

    /**
     * Months for which partitions are kept.
     *
     * @param from First month, such as 2025-11. The month before today's if not set.
     * @param monthsAhead How many months after today's.
     */
    public record Partitions(
            @Nullable YearMonth from, @DefaultValue("3") int monthsAhead) {}

    /**
     * How the embedded PostgreSQL runs.
     *
     * @param cacheDirectory Where unpacked binaries and prepared clusters are kept, a directory in which only this user and root
     *     can write. The user's cache home if not set.
     * @param runDirectory Where the files of running servers lie. /dev/shm if it has 2 GiB free, else the directory for
     *     temporary files, if not set.
     * @param startTimeout How long unpacking, creating and starting the server may take together, migrations not
     *     counted; and how long to wait for another process that prepares the same.
     * @param port Port of 127.0.0.1 that the server listens on. A free one if 0.
     * @param initdbOptions Options of initdb about locale, encoding, text search and checksums, such as
     *     --locale=de_DE.UTF-8. UTF-8 and locale C if empty.
     * @param parameters PostgreSQL parameters beside the starter's own.
     * @param superuser Whether the role is a superuser, as in PostgreSQL's container image.
     * @param template Whether databases are copies of a template in the cache that holds their migrations. If not, or if
     *     they are applied by hand, each database starts empty.
     */
    public record Embedded(
            @Nullable Path cacheDirectory,
            @Nullable Path runDirectory,
            @DefaultValue("60s") Duration startTimeout,
            @DefaultValue("0") int port,
            @DefaultValue List<String> initdbOptions,
            @DefaultValue Map<String, String> parameters,
            @DefaultValue("false") boolean superuser,
            @DefaultValue("true") boolean template) {

        /** As the embedded server takes them. */
        public EmbeddedSettings toSettings() {
            return InvalidPropertyException.valid("e2e.migrations.embedded.", this::settings);
        }

        private EmbeddedSettings settings() {
            return new EmbeddedSettings(
                    this.cacheDirectory,
                    this.runDirectory,
                    this.startTimeout,
                    new ServerSettings(this.port, this.initdbOptions, this.parameters, this.superuser),
                    this.template);
        }
    }

    /**
     * How the PostgreSQL of a namespace is reached.
     *
     * @param context Context of the kubeconfig. Its current one if not set.
     * @param allowedContexts Contexts that may be used although they do not look local, by name or pattern.
     * @param access Way to the database.
     * @param readyTimeout How long to wait for a pod that answers a query.
     * @param secret Secret that holds user, password and database. The container's own variables if not set.
     * @param secretUserKey Key of the user, in the Secret or among the variables.
     * @param secretPasswordKey Key of the password.
     * @param secretDatabaseKey Key of the database.
     */
    public record Kubernetes(
            @Nullable String context,
            @DefaultValue List<String> allowedContexts,
            @DefaultValue("tunnel") KubernetesSettings.Access access,
            @DefaultValue("60s") Duration readyTimeout,
            @Nullable String secret,
            @DefaultValue("POSTGRES_USER") String secretUserKey,
            @DefaultValue("POSTGRES_PASSWORD") String secretPasswordKey,
            @DefaultValue("POSTGRES_DB") String secretDatabaseKey) {

        /** As the access to a namespace takes them. */
        public KubernetesSettings toSettings() {
            return InvalidPropertyException.valid("e2e.migrations.kubernetes.", this::settings);
        }

        private KubernetesSettings settings() {
            return new KubernetesSettings(
                    this.context,
                    this.allowedContexts,
                    this.access,
                    this.readyTimeout,
                    new SecretKeys(this.secret, this.secretUserKey, this.secretPasswordKey, this.secretDatabaseKey));
        }
    }
}
