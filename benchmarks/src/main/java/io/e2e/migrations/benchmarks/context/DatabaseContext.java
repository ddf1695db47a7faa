package io.e2e.migrations.benchmarks.context;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A test on whatever database the properties and the class path give it: a URL's, or the starter's. All contenders have
 * the whole catalog.
 */
@SpringBootTest(classes = Application.class)
class DatabaseContext implements MeasuredTest {

    @Autowired
    private JdbcTemplate jdbc;

    @Override
    public void use() {
        this.jdbc.queryForObject("SELECT count(*) FROM audit_events", Long.class);
    }
}
