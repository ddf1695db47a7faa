package io.e2e.migrations.junit;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.access.AutomaticAccess;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.isolation.Isolation;
import io.e2e.migrations.junit.ClassDatabase.RunningTest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Gives a test class a migrated PostgreSQL database without Spring: an embedded server, or the PostgreSQL of a
 * Kubernetes namespace. Needs JUnit 5.13 or later. Each class gets a database of its own, filled from a template; nested
 * classes use it, too. The embedded server stops after the last test class.
 *
 * <pre>{@code
 * class AuditStoreTests {
 *
 *     @RegisterExtension
 *     static final MigrationExtension DATABASE =
 *             MigrationExtension.forTables("audit_events").withIsolation(Isolation.METHOD);
 *
 *     @Test
 *     void storesAnEvent() {
 *         new AuditStore(DATABASE.dataSource()).store(event);
 *     }
 * }
 * }</pre>
 *
 * {@link MigratedDatabase} does the same declaratively. The settings are immutable and the {@code with…} methods return
 * copies; an extension can be used by several test classes, also at the same time.
 */
public final class MigrationExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, ParameterResolver {

    private static final Map<Class<?>, Function<ClassDatabase, Object>> PARAMETERS = Map.of(
            DataSource.class, ClassDatabase::dataSource,
            MigrationService.class, ClassDatabase::migrations,
            DatabaseAddress.class, ClassDatabase::address);

    private final @Nullable ExtensionSettings settings;
    private final Set<ClassDatabase> used = ConcurrentHashMap.newKeySet();

    /** Creates the extension for {@link MigratedDatabase}, which says what is needed. */
    public MigrationExtension() {
        this(null);
    }

    private MigrationExtension(@Nullable ExtensionSettings settings) {
        this.settings = settings;
    }

    /** Creates an extension whose database has these tables, and everything that they need; none means all. */
    public static MigrationExtension forTables(String... tables) {
        return of(MigrationConfig.defaults().withTables(tables));
    }

    /** Creates an extension whose database is as this configuration says. */
    public static MigrationExtension of(MigrationConfig config) {
        ExtensionSettings defaults = ExtensionSettings.DEFAULTS;
        return new MigrationExtension(
                new ExtensionSettings(config, defaults.access(), defaults.isolation(), defaults.reset()));
    }

    /**
     * A copy whose database changes with each test method ({@link Isolation#METHOD}) or with each test class, the default.
     * {@link Isolation#NONE} also means each test class in an embedded PostgreSQL; in a Kubernetes namespace it means the
     * one database that the configuration names.
     */
    public MigrationExtension withIsolation(Isolation isolation) {
        ExtensionSettings own = settings();
        return new MigrationExtension(new ExtensionSettings(own.config(), own.access(), isolation, own.reset()));
    }

    /** A copy that restores the seed data before each test method, which costs less than a database of its own. */
    public MigrationExtension withReset() {
        ExtensionSettings own = settings();
        return new MigrationExtension(new ExtensionSettings(own.config(), own.access(), own.isolation(), true));
    }

    /** A copy that finds the database in this way. */
    public MigrationExtension withAccess(AutomaticAccess access) {
        ExtensionSettings own = settings();
        return new MigrationExtension(new ExtensionSettings(own.config(), access, own.isolation(), own.reset()));
    }

    /**
     * The DataSource of the database of the test class that runs. It stays the same object when the database changes.
     *
     * @throws IllegalStateException if no test class with this extension runs, or if several do
     */
    public DataSource dataSource() {
        return current().dataSource();
    }

    /**
     * The service that applied the migrations.
     *
     * @throws IllegalStateException if no test class with this extension runs, or if several do
     */
    public MigrationService migrations() {
        return current().migrations();
    }

    private ClassDatabase current() {
        this.used.removeIf(ClassDatabase::isClosed);
        List<ClassDatabase> open = List.copyOf(this.used);
        if (open.size() == 1) {
            return open.get(0);
        }
        throw new IllegalStateException(
                open.isEmpty()
                        ? "No test class with this extension runs. Register the extension in a static field with"
                                + " @RegisterExtension, and call it from a test or a lifecycle method"
                        : open.size() + " test classes use this extension at the same time. Take the DataSource or the"
                                + " MigrationService as a parameter of the test method");
    }

    private ExtensionSettings settings() {
        return this.settings == null ? ExtensionSettings.DEFAULTS : this.settings;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        database(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        database(context).beforeTest(RunningTest.of(context));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        database(context)
                .afterTest(
                        RunningTest.of(context), context.getExecutionException().isPresent());
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return PARAMETERS.containsKey(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return Objects.requireNonNull(PARAMETERS.get(type), "supported").apply(database(context));
    }

    /** The database of the test class, or of a class around it that has the same settings; opened by the first call. */
    private ClassDatabase database(ExtensionContext context) {
        ExtensionContext testClass = classOf(context);
        ExtensionSettings wanted = this.settings == null ? annotated(testClass) : this.settings;
        ClassDatabase database = stored(
                testClass, ClassDatabase.class, wanted, settings -> ClassDatabase.open(settings, user(testClass)));
        stored(context.getRoot(), AutoCloseable.class, wanted, key -> database.leaseServer());
        this.used.add(database);
        return database;
    }

    /** The name for the page about the run, unless a parameter of JUnit's configuration says that there is none. */
    private static Optional<String> user(ExtensionContext testClass) {
        return testClass
                        .getConfigurationParameter("e2e.migrations.report-page")
                        .map("false"::equalsIgnoreCase)
                        .orElse(false)
                ? Optional.empty()
                : testClass.getTestClass().map(Class::getName);
    }

    /** JUnit closes what is stored when the context ends. */
    @SuppressWarnings("deprecation") // JUnit 5 does not have computeIfAbsent.
    private static <T> T stored(
            ExtensionContext context, Class<T> type, ExtensionSettings key, Function<ExtensionSettings, T> open) {
        T value = context.getStore(Namespace.create(MigrationExtension.class, type))
                .getOrComputeIfAbsent(key, open, type);
        return Objects.requireNonNull(value, "open returns a value");
    }

    private static ExtensionContext classOf(ExtensionContext context) {
        ExtensionContext candidate = context;
        while (candidate.getTestMethod().isPresent()) {
            candidate = candidate.getParent().orElseThrow();
        }
        return candidate;
    }

    /** What the annotation of the class says, or of the nearest class around it. */
    private static ExtensionSettings annotated(ExtensionContext testClass) {
        return Stream.iterate(
                        Optional.of(testClass),
                        Optional::isPresent,
                        context -> context.flatMap(ExtensionContext::getParent))
                .flatMap(context -> context.flatMap(ExtensionContext::getTestClass).stream())
                .flatMap(type -> AnnotationSupport.findAnnotation(type, MigratedDatabase.class).stream())
                .findFirst()
                .map(ExtensionSettings::of)
                .orElse(ExtensionSettings.DEFAULTS);
    }
}
