package io.e2e.migrations.boot.diagnostics;

import org.springframework.boot.SpringBootVersion;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;

/**
 * Refuses Spring Boot 3 before any other class of the starter is used, which would fail for want of a class of Spring Boot
 * 4. It uses nothing that has moved between the two.
 */
final class SpringBootVersionCheck implements ApplicationContextInitializer<ConfigurableApplicationContext>, Ordered {

    private static final int NEEDED = 4;

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        if (context.getEnvironment()
                .getProperty("e2e.migrations.enabled", "true")
                .equals("true")) {
            check(SpringBootVersion.getVersion());
        }
    }

    static void check(String version) {
        if (Integer.parseInt(version.replaceFirst("\\..*", "")) < NEEDED) {
            throw new UnsupportedSpringBootException(version);
        }
    }
}
