package io.e2e.migrations.benchmarks.context;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;

/** A test on whatever database the properties and the class path give it: a URL's, or the starter's. */
@SpringBootTest(classes = Application.class)
class DatabaseContext implements MeasuredTest {

    private final String query;

    @Autowired
    private JdbcTemplate jdbc;

    /** All contenders have the whole catalog. */
    DatabaseContext() {
        this("SELECT count(*) FROM audit_events");
    }

    DatabaseContext(String query) {
        this.query = query;
    }

    @Override
    public void use() {
        this.jdbc.queryForObject(this.query, Long.class);
    }
}
