package io.e2e.migrations.isolation;

import com.zaxxer.hikari.HikariDataSource;
import io.e2e.migrations.database.DatabaseAccess;
import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.database.DatabaseTemplate;
import io.e2e.migrations.database.ScratchDatabase;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.provision.DatabaseProvisioner;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Provides databases that switch: what it opens is another database after each {@link #beforeMethod} or {@link
 * #beforeClass}, as its {@link Isolation} says. Thread-safe; there is one for each application context.
 */
public final class IsolatedAccess implements DatabaseAccess, AutoCloseable {

    private final Isolation isolation;
    private final Provisioners provisioners;
    private final DatabaseAccess scratch;
    private final List<SwitchingDatabase> open = new CopyOnWriteArrayList<>();
    private final TestLock lock;
    private boolean seenClasses;

    /**
     * Creates the access.
     *
     * @param isolation when the database changes
     * @param provisioners opens the provisioner of each database that is opened here; it is closed with the database
     * @param scratch provides scratch databases, and says whether the provisioners keep templates
     */
    public IsolatedAccess(Isolation isolation, Provisioners provisioners, DatabaseAccess scratch) {
        this.isolation = isolation;
        this.provisioners = provisioners;
        this.scratch = scratch;
        this.lock = new TestLock(isolation, TestLock.LONGEST_WAIT);
    }

    @Override
    public TargetDatabase open(DatabaseRequest request) {
        return opened(this.provisioners.open(request, null));
    }

    @Override
    public TargetDatabase open(DatabaseRequest request, DatabaseTemplate template) {
        return opened(this.provisioners.open(request, template));
    }

    @Override
    public DatabaseAccess scratchAccess() {
        return this.scratch.scratchAccess();
    }

    @Override
    public boolean keepsTemplates() {
        return this.scratch.keepsTemplates();
    }

    @Override
    public Optional<String> readScratch(DatabaseRequest request, ScratchDatabase wanted) {
        return this.scratch.readScratch(request, wanted);
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
     * A test class begins, on this thread; waits until no other class uses the databases. Nested classes belong to the
     * outermost.
     *
     * @throws ParallelTestsException if waiting is useless
     */
    public void beforeClass(Class<?> outermost, Class<?> testClass) {
        if (this.isolation == Isolation.CLASS && this.lock.acquire(outermost, testClass, Thread.currentThread())) {
            // A nested class that is the first of all: the one around it has begun, and has started this context since.
            beginClass(testClass == outermost);
        }
    }

    /**
     * The class has begun before there was this context, which was made for it or for a class that runs at the same time;
     * waits as {@link #beforeClass} does.
     */
    public void joinClass(Class<?> outermost, Class<?> testClass) {
        if (this.isolation == Isolation.CLASS && this.lock.acquire(outermost, testClass, null)) {
            beginClass(false);
        }
    }

    /** Switches if an earlier class may have used the databases; only called by the class that has the lock. */
    private void beginClass(boolean used) {
        if (used || this.seenClasses) {
            this.open.forEach(SwitchingDatabase::refresh);
        }
        this.seenClasses = true;
    }

    /** A test class is over. */
    public void afterClass(Class<?> outermost, Class<?> testClass) {
        this.lock.release(outermost, testClass);
    }

    /**
     * A test method begins, on this thread; waits until no other one uses the databases.
     *
     * @param test identifies the test; its text names it for people
     * @throws ParallelTestsException if waiting is useless
     */
    public void beforeMethod(Object test) {
        if (this.isolation == Isolation.METHOD) {
            this.lock.acquire(test, test, Thread.currentThread());
            this.open.forEach(SwitchingDatabase::refresh);
        }
    }

    /** A test method is over. */
    public void afterMethod(Object test) {
        this.lock.release(test, test);
    }

    /** The context ends, and no test has to wait any more. */
    @Override
    public void close() {
        this.lock.close();
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
