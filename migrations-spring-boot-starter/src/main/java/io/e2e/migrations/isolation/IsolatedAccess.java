package io.e2e.migrations.isolation;

import com.zaxxer.hikari.HikariDataSource;
import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.database.DatabaseTemplate;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.provision.DatabaseProvisioner;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Provides databases that switch: what it opens is another database after each {@link #beforeMethod()} or {@link
 * #beforeClass}, as its {@link Isolation} says. Thread-safe; there is one for each application context.
 */
public final class IsolatedAccess implements DatabaseAccess {

    private final Isolation isolation;
    private final Provisioners provisioners;
    private final List<SwitchingDatabase> open = new CopyOnWriteArrayList<>();
    private final Map<Class<?>, Set<Class<?>>> classes = new HashMap<>();
    private boolean seenClasses;
    private @Nullable Thread method;

    /**
     * Creates the access.
     *
     * @param isolation when the database changes
     * @param provisioners opens the provisioner of each database that is opened here; it is closed with the database
     */
    public IsolatedAccess(Isolation isolation, Provisioners provisioners) {
        this.isolation = isolation;
        this.provisioners = provisioners;
    }

    @Override
    public TargetDatabase open(DatabaseRequest request) {
        return opened(this.provisioners.open(request, null));
    }

    @Override
    public TargetDatabase open(DatabaseRequest request, DatabaseTemplate template) {
        return opened(this.provisioners.open(request, template));
    }

    private TargetDatabase opened(DatabaseProvisioner provisioner) {
        try {
            SwitchingDatabase database = new SwitchingDatabase(provisioner);
            this.open.add(database);
            return database;
        } catch (RuntimeException | Error ex) {
            provisioner.close();
            throw ex;
        }
    }

    /** Creates a connection pool that follows a database when it switches; the caller configures and closes it. */
    public HikariDataSource pool(TargetDatabase database) {
        return this.open.stream()
                .filter(candidate -> candidate == database)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not opened here: " + database.description()))
                .pool();
    }

    /** The context has started: each test finds what the start left in the databases. */
    public void contextIsReady() {
        if (this.isolation.switches()) {
            this.open.forEach(SwitchingDatabase::adopt);
        }
    }

    /**
     * A test class begins; nested ones belong to the outermost.
     *
     * @throws ParallelTestsException if another class uses the same databases and is not over
     */
    public synchronized void beforeClass(Class<?> outermost, Class<?> testClass) {
        // A nested class that is the first of all: the one around it has begun, and has started this context since.
        boolean begun = !this.classes.isEmpty() || (!this.seenClasses && testClass != outermost);
        joinClass(outermost, testClass);
        if (!begun && this.isolation == Isolation.CLASS) {
            this.open.forEach(SwitchingDatabase::refresh);
        }
    }

    /** The class has begun before there was this context, which was made for it. */
    public synchronized void joinClass(Class<?> outermost, Class<?> testClass) {
        if (this.isolation == Isolation.CLASS) {
            if (!this.classes.isEmpty() && !this.classes.containsKey(outermost)) {
                throw new ParallelTestsException(this.isolation);
            }
            this.seenClasses = true;
            this.classes.computeIfAbsent(outermost, root -> new HashSet<>()).add(testClass);
        }
    }

    /** A test class is over. */
    public synchronized void afterClass(Class<?> outermost, Class<?> testClass) {
        this.classes.computeIfPresent(
                outermost, (root, begun) -> begun.remove(testClass) && begun.isEmpty() ? null : begun);
    }

    /**
     * A test method begins, on this thread.
     *
     * @throws ParallelTestsException if another one uses the same databases and is not over
     */
    public synchronized void beforeMethod() {
        if (this.isolation != Isolation.METHOD) {
            return;
        }
        if (this.method != null && !this.method.equals(Thread.currentThread())) {
            throw new ParallelTestsException(this.isolation);
        }
        this.open.forEach(SwitchingDatabase::refresh);
        this.method = Thread.currentThread();
    }

    /** A test method is over. */
    public synchronized void afterMethod() {
        if (Thread.currentThread().equals(this.method)) {
            this.method = null;
        }
    }

    /** When the databases change. */
    public Isolation isolation() {
        return this.isolation;
    }

    /**
     * Does not drop the present databases, neither when the next test begins nor when the context ends.
     *
     * @param reason what is noted with them, for people
     * @return of each, where it is, how to log in and how long it stays, for people
     */
    public List<String> keepPresent(String reason) {
        return this.open.stream().map(database -> database.keep(reason)).toList();
    }

    /** Opens provisioners: whose server the databases are on. */
    @FunctionalInterface
    public interface Provisioners {

        /**
         * Opens a provisioner, which the caller closes.
         *
         * @param request names the server and the role
         * @param template what each database holds; {@code null} means nothing
         */
        DatabaseProvisioner open(DatabaseRequest request, @Nullable DatabaseTemplate template);
    }
}
