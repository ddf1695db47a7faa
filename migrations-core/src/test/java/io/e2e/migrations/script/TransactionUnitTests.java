package io.e2e.migrations.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests which statements of a script are done together: units are separated by bars, one that is rolled back ends with !. */
class TransactionUnitTests {

    @ParameterizedTest
    @CsvSource(delimiter = '>', quoteCharacter = '`', textBlock = """
            A; B                                                           > A B
            BEGIN; A; B; COMMIT;                                           > A B
            A; begin transaction; B; END; C; D                             > A B | C D
            START TRANSACTION ISOLATION LEVEL SERIALIZABLE; A; COMMIT WORK > A
            BEGIN; A; COMMIT AND CHAIN; B; COMMIT AND NO CHAIN; C          > A | B | C
            A; ROLLBACK; B; ABORT TRANSACTION AND CHAIN; C; ROLLBACK WORK  > A! | B! | C!
            SAVEPOINT s; A; ROLLBACK TO s; RELEASE s; COMMIT               > SAVEPOINT s A ROLLBACK TO s RELEASE s
            ROLLBACK WORK TO SAVEPOINT s                                   > ROLLBACK WORK TO SAVEPOINT s
            COMMIT PREPARED 'x'; A                                         > COMMIT PREPARED 'x' A
            COMMIT; COMMIT                                                 >
            """)
    void scriptWhenTransactionalHasTheUnitsThatItCommits(String script, String units) {
        assertThat(units(script, true)).isEqualTo(units == null ? "" : units);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '>', quoteCharacter = '`', textBlock = """
            A; B                                          > A | B
            A; BEGIN; B; C; COMMIT; D; E                  > A | B C | D | E
            BEGIN; A; COMMIT AND CHAIN; B; C; COMMIT; D   > A | B C | D
            BEGIN; A; B                                   > A B
            """)
    void scriptWhenNotTransactionalRunsEachOtherStatementAlone(String script, String units) {
        assertThat(units(script, false)).isEqualTo(units);
    }

    private static String units(String script, boolean transactional) {
        List<TransactionUnit> units = TransactionUnit.of(SqlScript.split(script), transactional);
        return units.stream()
                .map(unit -> unit.statements().stream().map(SqlStatement::text).collect(Collectors.joining(" "))
                        + (unit.committed() ? "" : "!"))
                .collect(Collectors.joining(" | "));
    }
}
