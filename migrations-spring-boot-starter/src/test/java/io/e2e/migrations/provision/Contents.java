package io.e2e.migrations.provision;

import io.e2e.migrations.database.DatabaseTemplate;
import io.e2e.migrations.database.TargetDatabase;
import io.e2e.migrations.testing.Sql;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The contents of a template; counts how often it was filled. */
public final class Contents implements DatabaseTemplate {

    private final String fingerprint;
    private final Consumer<TargetDatabase> filling;
    private final AtomicInteger fillings = new AtomicInteger();

    public Contents(String fingerprint, Consumer<TargetDatabase> filling) {
        this.fingerprint = fingerprint;
        this.filling = filling;
    }

    /** What these statements make. */
    public static Contents of(String sql) {
        return new Contents(sql, empty -> Sql.execute(empty, sql));
    }

    public int fillings() {
        return this.fillings.get();
    }

    @Override
    public String fingerprint() {
        return this.fingerprint;
    }

    @Override
    public void fill(TargetDatabase empty) {
        this.fillings.incrementAndGet();
        this.filling.accept(empty);
    }
}
