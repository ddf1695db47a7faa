package io.e2e.migrations.testing;

import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.database.TargetDatabase;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.container.ContainerImageMetadata;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A database as Spring Boot's support for Testcontainers and for Docker Compose makes it known: connection details whose
 * bean definition carries the image, registered before any configuration is read. In place of a container, an embedded
 * PostgreSQL under the host name of a remote engine.
 */
public final class ContainerDatabase implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    public static final String HOST = "engine.example";

    private static final TargetDatabase DATABASE = TestDatabases.create();

    private final boolean known;

    public ContainerDatabase() {
        this(true);
    }

    private ContainerDatabase(boolean known) {
        this.known = known;
    }

    /** These details without the mark of a container. */
    public static ContainerDatabase unmarked() {
        return new ContainerDatabase(false);
    }

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        RootBeanDefinition definition = new RootBeanDefinition(Details.class, Details::new);
        if (this.known) {
            new ContainerImageMetadata("postgres:18").addTo(definition);
        }
        ((BeanDefinitionRegistry) context.getBeanFactory())
                .registerBeanDefinition("jdbcConnectionDetailsForPostgres", definition);
    }

    private static final class Details implements JdbcConnectionDetails {

        private final DatabaseAddress address = DATABASE.address().orElseThrow();

        @Override
        public String getJdbcUrl() {
            return LoopbackSockets.url(HOST, this.address);
        }

        @Override
        public String getUsername() {
            return this.address.user();
        }

        @Override
        public String getPassword() {
            return this.address.password().value();
        }
    }
}
