package io.e2e.migrations.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;

class ForwardingDatabaseTests {

    @Test
    void everyMethodOfDatabaseIsForwarded() {
        assertThat(TargetDatabase.class.getMethods())
                .extracting(Method::getName)
                .filteredOn(name -> !name.equals("connectUnchecked")) // calls connect
                .isNotEmpty()
                .allSatisfy(name -> assertThat(ForwardingDatabase.class.getDeclaredMethods())
                        .extracting(Method::getName)
                        .contains(name));
    }
}
