package io.e2e.migrations.boot.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.testing.TestClassPath;
import java.io.File;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.SpringVersion;

class SpringBootVersionCheckTests {

    @Test
    void checkWhenSpringBootIs3SaysWhichIsNeeded() {
        assertThatThrownBy(() -> SpringBootVersionCheck.check("3.5.7"))
                .isInstanceOf(UnsupportedSpringBootException.class)
                .hasMessage("""
                        The e2e-migrations starter needs Spring Boot 4, and this application runs on Spring Boot 3.5.7.
                        Action: Upgrade the application to Spring Boot 4, or take the starter out of its dependencies; \
                        e2e.migrations.enabled=false switches it off.""");
    }

    @Test
    void initializeWhenSpringBootIs4Passes() {
        new ApplicationContextRunner()
                .withInitializer(new SpringBootVersionCheck())
                .run(context -> assertThat(context).hasNotFailed());
    }

    /** What Spring Boot 3 creates before it calls the check. Of the modules of 4, it has only the classes of these jars. */
    @Test
    void factoriesWhenModulesOfSpringBoot4AreMissingCanBeCreated() throws Exception {
        String classPath = TestClassPath.withArchives(jar -> !jar.startsWith("spring-boot-")
                || jar.matches("spring-boot(-autoconfigure|-sql|-test|-test-autoconfigure)?-[0-9].*"));
        List<URL> urls = Stream.of(classPath.split(File.pathSeparator))
                .map(Path::of)
                .map(Path::toUri)
                .map(SpringBootVersionCheckTests::url)
                .toList();
        try (URLClassLoader loader =
                new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            for (String name : factories()) {
                assertThatCode(() -> Class.forName(name, true, loader).getDeclaredConstructors())
                        .as(name)
                        .doesNotThrowAnyException();
            }
            assertThat(loader.loadClass(SpringVersion.class.getName())).isNotSameAs(SpringVersion.class);
        }
    }

    private static List<String> factories() throws Exception {
        Properties properties = new Properties();
        Path ours = Path.of(SpringBootVersionCheck.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (InputStream in =
                ours.resolve("META-INF/spring.factories").toUri().toURL().openStream()) {
            properties.load(in);
        }
        return properties.values().stream()
                .flatMap(names -> Stream.of(names.toString().split(",")))
                .toList();
    }

    private static URL url(URI uri) {
        try {
            return uri.toURL();
        } catch (MalformedURLException ex) {
            throw new IllegalArgumentException(ex);
        }
    }
}
