package io.e2e.migrations.derive;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

/**
 * Collects what the parse trees of statements name, which the server sends with {@code debug_print_parse}: objects by
 * their OIDs, whether the code that names them ran or not, and words where a name decides whether something is done. Not
 * thread-safe.
 */
final class ParseTrees {

    // Repeated characters, and no repeated groups, for which Java needs more of the stack than a long tree leaves.
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final Pattern NUMBER = Pattern.compile(":(\\w+) (\\d+)\\b");
    private static final Pattern NUMBERS = Pattern.compile("\\(o([ \\d]+)\\)");
    private static final Pattern CONSTANT =
            Pattern.compile("\\{CONST :consttype (\\d+) [^}]*?:constvalue \\d+ \\[([ \\d-]+)\\]");
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_$]+");

    /** The types of OIDs and of what is given by name: {@code regclass} and others (PostgreSQL source, pg_type.dat). */
    private static final Set<Integer> OIDS = Set.of(24, 26, 2202, 2203, 2204, 2205, 2206, 3734, 3769, 4089, 4096, 4191);

    /** Types of texts. */
    private static final Set<Integer> TEXTS = Set.of(19, 25, 705, 1042, 1043, 2275);

    /** Commands that write rows: UPDATE, INSERT, DELETE, MERGE (PostgreSQL source, nodes.h). */
    private static final Pattern WRITES = Pattern.compile("\\{QUERY :commandType [2-5] ");

    /** A statement that does nothing, or something else, if its object exists, or does not. */
    private static final Pattern CONDITIONAL = Pattern.compile(":(?:missing_ok|if_not_exists|replace) true");

    private final Set<Long> probes;
    private final boolean allWords;
    private final Set<Long> named = new HashSet<>();
    private final Set<Long> written = new HashSet<>();
    private final Set<String> words = new HashSet<>();

    /**
     * Begins a collection.
     *
     * @param probes PostgreSQL's functions that look for an object by its name
     * @param allWords whether each word counts, since locks and statistics say nothing
     */
    ParseTrees(Set<Long> probes, boolean allWords) {
        this.probes = probes;
        this.allWords = allWords;
    }

    /** Adds the words of a statement that may hide its trees. */
    void addWordsOf(String statement) {
        addWords(statement, this.words);
    }

    /** Adds the trees that came with the answer to a statement. */
    void addAll(Statement statement) throws SQLException {
        boolean asksCatalogs = false;
        Set<String> constants = new HashSet<>();
        for (SQLWarning warning = statement.getWarnings(); warning != null; warning = warning.getNextWarning()) {
            String tree = tree(warning);
            if (tree != null) {
                asksCatalogs |= add(tree, constants);
            }
        }
        if (asksCatalogs) {
            this.words.addAll(constants);
        }
    }

    /** The tree of a message, in one line: the server breaks it after at most 78 characters. */
    private static @Nullable String tree(SQLWarning warning) {
        ServerErrorMessage message = warning instanceof PSQLWarning sent ? sent.getServerErrorMessage() : null;
        return message != null && "parse tree:".equals(message.getMessage()) && message.getDetail() != null
                ? SPACE.matcher(message.getDetail()).replaceAll(" ")
                : null;
    }

    /** Adds a tree; returns whether it asks for what the catalogs hold. */
    private boolean add(String tree, Set<String> constants) {
        boolean asks = false;
        Set<Long> relations = new HashSet<>();
        Matcher numbers = NUMBER.matcher(tree);
        while (numbers.find()) {
            String field = numbers.group(1);
            long number = parse(numbers.group(2));
            if (field.equals("relid")) {
                relations.add(number);
                asks |= number > 0 && number < Oid.FIRST_OF_USERS;
            }
            asks |= field.equals("funcid") && this.probes.contains(number);
            if (!field.endsWith("location") && !field.endsWith("len")) {
                add(number);
            }
        }
        NUMBERS.matcher(tree).results().forEach(list -> {
            for (String number : list.group(1).strip().split(" ")) {
                add(parse(number));
            }
        });
        CONSTANT.matcher(tree).results().forEach(constant -> add(constant, constants));
        if (WRITES.matcher(tree).find()) {
            this.written.addAll(relations);
        }
        if (this.allWords || CONDITIONAL.matcher(tree).find()) {
            addWords(tree, this.words);
        }
        return asks;
    }

    private static long parse(String digits) {
        return digits.length() > 10 ? 0 : Long.parseLong(digits);
    }

    private void add(long number) {
        if (number >= Oid.FIRST_OF_USERS) {
            this.named.add(number);
        }
    }

    private void add(MatchResult constant, Set<String> constants) {
        int type = (int) parse(constant.group(1));
        if (!OIDS.contains(type) && !TEXTS.contains(type)) {
            return;
        }
        String[] numbers = constant.group(2).strip().split(" ");
        byte[] bytes = new byte[numbers.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(numbers[i]);
        }
        if (TEXTS.contains(type)) {
            addWords(new String(bytes, StandardCharsets.UTF_8), constants);
        } else if (bytes.length >= 4) {
            add((bytes[0] & 0xFF) | (bytes[1] & 0xFF) << 8 | (bytes[2] & 0xFF) << 16 | (bytes[3] & 0xFFL) << 24);
        }
    }

    private static void addWords(String text, Set<String> words) {
        WORD.matcher(text).results().map(MatchResult::group).forEach(words::add);
    }

    /** The OIDs that are named, of whatever catalog: the server gives no OID twice before it has given all of them. */
    Set<Long> named() {
        return this.named;
    }

    /** The OIDs of relations in statements that write rows. */
    Set<Long> written() {
        return this.written;
    }

    /** Words that may be names of objects, whose existence decided what was done. */
    Set<String> words() {
        return this.words;
    }
}
