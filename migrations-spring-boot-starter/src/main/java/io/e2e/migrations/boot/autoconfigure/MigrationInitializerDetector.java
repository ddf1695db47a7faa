package io.e2e.migrations.boot.autoconfigure;

import io.e2e.migrations.boot.beside.UsedDatabaseCheck;
import java.util.Set;
import org.springframework.boot.sql.init.dependency.AbstractBeansOfTypeDatabaseInitializerDetector;

/**
 * Tells Spring Boot which bean fills the database. Before Flyway and Liquibase (order 0 and 1): what a service migrates
 * itself may build on the shared tables.
 */
final class MigrationInitializerDetector extends AbstractBeansOfTypeDatabaseInitializerDetector {

    @Override
    protected Set<Class<?>> getDatabaseInitializerBeanTypes() {
        return Set.of(MigrationInitializer.class, UsedDatabaseCheck.class);
    }

    @Override
    public int getOrder() {
        return -1;
    }
}
