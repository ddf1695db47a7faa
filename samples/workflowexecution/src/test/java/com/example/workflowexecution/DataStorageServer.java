package com.example.workflowexecution;

import com.example.datastorage.DataStorageApplication;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistrar;

/**
 * The real Data Storage service, beside the test and on the same database. The order is plain: the database, its
 * migrations applied and verified, Data Storage, and then whatever asks for {@code data-storage.url}.
 */
@TestConfiguration(proxyBeanMethods = false)
class DataStorageServer {

    @Bean(destroyMethod = "close")
    @DependsOnDatabaseInitialization
    DataStorage dataStorage(JdbcConnectionDetails database) {
        return new DataStorage(new SpringApplicationBuilder(DataStorageApplication.class)
                .main(DataStorageApplication.class)
                .bannerMode(Banner.Mode.OFF)
                .registerShutdownHook(false)
                .run(
                        "--spring.application.name=datastorage",
                        "--server.port=0",
                        "--spring.datasource.url=" + database.getJdbcUrl(),
                        "--spring.datasource.username=" + database.getUsername(),
                        "--spring.datasource.password=" + database.getPassword(),
                        "--e2e.migrations.enabled=false"));
    }

    @Bean
    DynamicPropertyRegistrar dataStorageUrl(DataStorage dataStorage) {
        return properties -> properties.add("data-storage.url", dataStorage::url);
    }

    /** A service that runs. */
    record DataStorage(ConfigurableApplicationContext context) implements AutoCloseable {

        String url() {
            return "http://localhost:" + this.context.getEnvironment().getRequiredProperty("local.server.port");
        }

        @Override
        public void close() {
            this.context.close();
        }
    }
}
