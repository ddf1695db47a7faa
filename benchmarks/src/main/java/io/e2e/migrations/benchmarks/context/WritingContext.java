package io.e2e.migrations.benchmarks.context;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;

/** A test that writes to three tables of a generated catalog. */
@SpringBootTest(classes = Application.class)
class WritingContext implements WritingTest {

    @Autowired
    private JdbcTemplate jdbc;

    @Override
    public void use() {
        Long rows = this.jdbc.queryForObject("SELECT count(*) FROM things_1", Long.class);
        if (rows == null || rows != 0) {
            throw new IllegalStateException("another test's rows are there: " + rows);
        }
    }

    @Override
    public void write() {
        for (int table = 1; table <= 3; table++) {
            this.jdbc.update("INSERT INTO things_" + table + " (id, name) VALUES (1, 'one'), (2, 'two')");
        }
    }
}
