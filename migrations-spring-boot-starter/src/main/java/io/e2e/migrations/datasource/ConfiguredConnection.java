package io.e2e.migrations.datasource;

import com.zaxxer.hikari.util.PropertyElf;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.common.BaseDataSource;

/**
 * What a DataSource says that it will connect with. It is read from the getters that pools, Spring and drivers have in
 * common, so that nothing is connected.
 *
 * @param url the JDBC URL
 * @param properties what the driver gets besides
 */
record ConfiguredConnection(String url, Properties properties) {

    /** A proxy of a proxy, and so on; one that leads back to itself ends here. */
    private static final int DEPTH = 8;

    /** What a DataSource tells; empty if it tells nothing, so that only its connection shows where it leads. */
    static Optional<ConfiguredConnection> of(DataSource dataSource) {
        Object end = end(dataSource);
        Properties properties = new Properties();
        Stream.of("getConnectionProperties", "getDbProperties", "getDataSourceProperties")
                .map(getter -> call(end, getter, Properties.class))
                .flatMap(Optional::stream)
                .forEach(properties::putAll);
        return Stream.of("getJdbcUrl", "getUrl", "getURL")
                .flatMap(getter -> call(end, getter, String.class).stream())
                .findFirst()
                .map(url -> new ConfiguredConnection(url, properties))
                .or(() ->
                        call(end, "getDataSourceClassName", String.class).flatMap(name -> ofDriver(name, properties)));
    }

    private static Object end(DataSource dataSource) {
        Object end = dataSource;
        for (int depth = 0; depth < DEPTH; depth++) {
            Object outer = end;
            Optional<DataSource> inner = Stream.of("getTargetDataSource", "getDataSource", "getWrappedDataSource")
                    .flatMap(getter -> call(outer, getter, DataSource.class).stream())
                    .findFirst();
            if (inner.isEmpty()) {
                break;
            }
            end = inner.get();
        }
        return end;
    }

    /** HikariCP makes a DataSource of the driver's and sets its properties; so does this. */
    private static Optional<ConfiguredConnection> ofDriver(String className, Properties properties) {
        try {
            Class<?> type = Class.forName(className);
            if (!BaseDataSource.class.isAssignableFrom(type)) {
                return Optional.empty();
            }
            Object driver = type.getDeclaredConstructor().newInstance();
            PropertyElf.setTargetFromProperties(driver, properties);
            return call(driver, "getUrl", String.class).map(url -> new ConfiguredConnection(url, new Properties()));
        } catch (ReflectiveOperationException | RuntimeException ex) {
            // HikariCP itself fails by it, too.
            return Optional.empty();
        }
    }

    private static <T> Optional<T> call(Object target, String getter, Class<T> type) {
        try {
            Method method = target.getClass().getMethod(getter);
            method.setAccessible(true);
            @Nullable Object value = method.invoke(target);
            return Optional.ofNullable(value).filter(type::isInstance).map(type::cast);
        } catch (ReflectiveOperationException | RuntimeException ex) {
            return Optional.empty();
        }
    }
}
