package io.e2e.migrations.benchmarks.context;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;

/** A test that writes to three tables, as properties of the process say: to the table, and by the statements. */
@SpringBootTest(classes = Application.class)
class WritingContext implements WritingTest {

    @Autowired
    private JdbcTemplate jdbc;

    @Override
    public void use() {
        Long rows = this.jdbc.queryForObject(
                "SELECT count(*) FROM " + System.getProperty("benchmark.empty-table"), Long.class);
        if (rows == null || rows != 0) {
            throw new IllegalStateException("another test's rows are there: " + rows);
        }
    }

    @Override
    public void write() {
        this.jdbc.execute(System.getProperty("benchmark.writes"));
    }
}
