package io.e2e.migrations.boot.targets;

import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcConnectionDetails;
import org.springframework.util.ClassUtils;

/** Which of Spring Boot's modules for databases an application has; each of them is optional. */
public final class DatabaseSupport {

    private DatabaseSupport() {}

    /** Whether the module {@code spring-boot-jdbc} is there. */
    public static boolean hasJdbc() {
        return ClassUtils.isPresent("org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails", null);
    }

    /** Whether the module {@code spring-boot-r2dbc} is there, and a driver, without which it does nothing. */
    public static boolean hasR2dbc() {
        ClassLoader loader = ClassUtils.getDefaultClassLoader();
        return ClassUtils.isPresent("org.springframework.boot.r2dbc.autoconfigure.R2dbcConnectionDetails", loader)
                && loader != null
                && loader.getResource("META-INF/services/io.r2dbc.spi.ConnectionFactoryProvider") != null;
    }

    /** The types of beans that lead to a database. */
    public static List<Class<?>> waysToDatabase() {
        List<Class<?>> types = new ArrayList<>(List.of(DataSource.class));
        if (hasJdbc()) {
            types.add(JdbcConnectionDetails.class);
        }
        if (hasR2dbc()) {
            types.add(R2dbcConnectionDetails.class);
        }
        return types;
    }
}
