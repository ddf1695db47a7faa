package io.e2e.migrations.script;

import io.e2e.migrations.script.TransactionUnit.Boundary;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Tells from the keywords of a statement how it relates to transactions. A string, a comment or a quoted name is never
 * taken for a keyword.
 */
final class TransactionRules {

    private static final Set<String> CONTROL =
            Set.of("BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE");

    private final Lexer lexer;

    private final String statement;

    private TransactionRules(String statement) {
        this.statement = statement;
        this.lexer = new Lexer(statement, 1);
    }

    static boolean isControl(String statement) {
        TransactionRules words = new TransactionRules(statement);
        String first = words.next();
        // PREPARE transaction AS ... is a prepared statement of that name.
        return CONTROL.contains(first)
                || (first.equals("PREPARE")
                        && words.next().equals("TRANSACTION")
                        && words.next().equals("'"));
    }

    /** What a statement means for the transaction that it is in (PostgreSQL manual, "COMMIT", "ROLLBACK"). */
    static Boundary boundary(String statement) {
        TransactionRules words = new TransactionRules(statement);
        return switch (words.next()) {
            case "BEGIN", "START" -> Boundary.BEGIN;
            case "COMMIT", "END" -> words.end(Boundary.COMMIT, Boundary.COMMIT_AND_CHAIN);
            case "ROLLBACK", "ABORT" -> words.end(Boundary.ROLLBACK, Boundary.ROLLBACK_AND_CHAIN);
            default -> Boundary.NONE;
        };
    }

    /** {@code COMMIT PREPARED} and {@code ROLLBACK TO} end no transaction. */
    private Boundary end(Boundary plain, Boundary chained) {
        String word = next();
        if (Set.of("WORK", "TRANSACTION").contains(word)) {
            word = next();
        }
        return switch (word) {
            case "PREPARED", "TO" -> Boundary.NONE;
            case "AND" -> next().equals("CHAIN") ? chained : plain;
            default -> plain;
        };
    }

    static boolean isRefusedInTransaction(String statement) {
        TransactionRules words = new TransactionRules(statement);
        return switch (words.next()) {
            case "VACUUM" -> true;
            case "CREATE", "DROP" -> words.createOrDrop();
            case "ALTER" -> words.alter();
            case "REINDEX" -> words.reindex();
            case "CLUSTER" -> words.clusterEverything();
            case "DISCARD" -> words.next().equals("ALL");
            default -> false;
        };
    }

    static boolean concernsServer(String statement) {
        TransactionRules words = new TransactionRules(statement);
        return switch (words.next()) {
            case "CREATE", "DROP" -> words.next().equals("DATABASE");
            case "DISCARD" -> words.next().equals("ALL");
            default -> false;
        };
    }

    static boolean isRepeatable(String statement) {
        TransactionRules words = new TransactionRules(statement);
        String first = words.next();
        return Set.of("VACUUM", "CLUSTER", "REINDEX").contains(first)
                || (first.equals("ALTER") && words.next().equals("SYSTEM"));
    }

    static boolean changesSettings(String statement) {
        return Set.of("SET", "RESET").contains(new TransactionRules(statement).next());
    }

    static Optional<String> createdExtension(String statement) {
        TransactionRules words = new TransactionRules(statement);
        if (!words.next().equals("CREATE") || !words.next().equals("EXTENSION")) {
            return Optional.empty();
        }
        String name = words.indexName();
        return Optional.of(name.startsWith("\"") ? name.replace("\"", "") : name.toLowerCase(Locale.ROOT));
    }

    static Optional<ConcurrentIndex> concurrentIndex(String statement) {
        TransactionRules words = new TransactionRules(statement);
        String first = words.next();
        return (first.equals("CREATE") || first.equals("DROP"))
                        && words.createOrDrop()
                        && words.lexer.isWord("CONCURRENTLY")
                ? Optional.of(new ConcurrentIndex(words.indexName(), first.equals("CREATE")))
                : Optional.empty();
    }

    /** The name that follows, perhaps with a schema, after {@code IF [NOT] EXISTS}. */
    private String indexName() {
        String word = next();
        if (word.equals("IF")) {
            while (!word.equals("EXISTS") && !word.isEmpty()) {
                word = next();
            }
            word = next();
        }
        if (word.equals("ON") || word.isEmpty()) {
            return "";
        }
        int start = this.lexer.start();
        int end = this.lexer.end();
        while (next().equals(".") && nextToken()) {
            end = this.lexer.end();
        }
        return this.statement.substring(start, end);
    }

    private boolean createOrDrop() {
        String object = next();
        if (object.equals("UNIQUE")) {
            object = next();
        }
        return switch (object) {
            case "DATABASE", "TABLESPACE" -> true;
            case "INDEX" -> next().equals("CONCURRENTLY");
            default -> false;
        };
    }

    private boolean alter() {
        return switch (next()) {
            case "SYSTEM" -> true;
            case "DATABASE" -> {
                next();
                yield next().equals("SET") && next().equals("TABLESPACE");
            }
            case "TABLE" -> detachesConcurrently();
            default -> false;
        };
    }

    private boolean detachesConcurrently() {
        boolean detaches = false;
        boolean detach = false;
        boolean concurrently = false;
        while (nextToken()) {
            detaches |= detach && this.lexer.isWord("PARTITION");
            detach = this.lexer.isWord("DETACH");
            concurrently = this.lexer.isWord("CONCURRENTLY");
        }
        return detaches && concurrently;
    }

    private boolean reindex() {
        boolean concurrently = false;
        String word = next();
        if (word.equals("(")) {
            while (!word.equals(")") && !word.isEmpty()) {
                boolean option = word.equals("CONCURRENTLY");
                word = next();
                concurrently |= option && Set.of(",", ")", "TRUE", "ON", "1").contains(word);
            }
            word = next();
        }
        return concurrently || Set.of("SCHEMA", "DATABASE", "SYSTEM").contains(word) || next().equals("CONCURRENTLY");
    }

    private boolean clusterEverything() {
        String word = next();
        if (word.equals("(")) {
            while (!word.equals(")") && !word.isEmpty()) {
                word = next();
            }
            word = next();
        } else if (word.equals("VERBOSE")) {
            word = next();
        }
        return word.isEmpty();
    }

    /** The image of the next token other than a comment; empty at the end. */
    private String next() {
        return nextToken() ? this.lexer.image() : "";
    }

    private boolean nextToken() {
        while (this.lexer.next()) {
            if (!this.lexer.isComment()) {
                return true;
            }
        }
        return false;
    }
}
