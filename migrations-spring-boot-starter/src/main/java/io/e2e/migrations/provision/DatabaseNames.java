package io.e2e.migrations.provision;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of one owner's databases. Each says which process made the database and when, so that the leftovers of a killed
 * process can be distinguished from databases in use. Thread-safe.
 */
final class DatabaseNames {

    /** As SQL's LIKE would have it: all names that {@link #parse} may understand. */
    static final String OWNED = "e2e\\_test\\_%";

    private static final Pattern NAME = Pattern.compile("e2e_test_([0-9a-z]{1,10})_([0-9a-f]{8})_[0-9]+");

    private static final int RADIX = 36;

    private final String owner;
    private final AtomicInteger number = new AtomicInteger();

    DatabaseNames(String owner) {
        this.owner = owner;
    }

    /**
     * Returns a name that no other database has.
     *
     * @param now by the server's clock, which is the same for all
     */
    String next(Instant now) {
        return "e2e_test_" + Long.toString(now.getEpochSecond(), RADIX) + "_" + this.owner + "_"
                + this.number.incrementAndGet();
    }

    /** Which process made a database and when; empty if its name is not one of ours. */
    static Optional<Origin> parse(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches()
                ? Optional.of(
                        new Origin(Instant.ofEpochSecond(Long.parseLong(matcher.group(1), RADIX)), matcher.group(2)))
                : Optional.empty();
    }

    /**
     * Where a database comes from.
     *
     * @param made when, by the server's clock
     * @param owner the process that made it
     */
    record Origin(Instant made, String owner) {}
}
