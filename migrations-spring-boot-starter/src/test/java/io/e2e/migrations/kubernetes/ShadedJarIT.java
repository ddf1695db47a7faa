package io.e2e.migrations.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.testing.ChildJvm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** The jar that is published, which Maven tests after it is packaged: it contains the Kubernetes client, relocated. */
class ShadedJarIT extends AbstractKubernetesTests {

    /** What the jar contains, under the names by which it is known elsewhere. */
    private static final Pattern CLIENT =
            Pattern.compile("(kubernetes-|zjsonpatch|vertx-|netty-|jackson-|snakeyaml).*\\.jar");

    @Test
    void migrationsRunThroughTheRelocatedClientWhenNoOtherIsOnTheClassPath() throws Exception {
        String classPath = classPath()
                .filter(part -> !CLIENT.matcher(part.getFileName().toString()).matches())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));

        try (ChildJvm child =
                ChildJvm.of(TunnelledProcess.class).withClassPath(classPath).start()) {
            child.tell(this.fixture
                    .cluster()
                    .kubeconfig(this.directory, KubernetesFixture.CONTEXT)
                    .toString());

            assertThat(child.report()).isEqualTo("4");
            assertThat(child.output()).doesNotContain("ClassNotFoundException", "NoClassDefFoundError");
        }
    }

    @Test
    void everyEntryIsInAPackageOfOurOwn() throws IOException {
        try (JarFile jar = new JarFile(jar().toFile())) {
            List<String> names = jar.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> !name.endsWith("/"))
                    .toList();

            assertThat(names)
                    .contains("io/e2e/shaded/io/fabric8/kubernetes/client/KubernetesClient.class")
                    .allMatch(name -> name.startsWith("io/e2e/") || name.startsWith("META-INF/"));
            assertThat(names)
                    .filteredOn(name -> name.startsWith("META-INF/services/"))
                    .isNotEmpty()
                    .allMatch(name -> name.startsWith("META-INF/services/io.e2e."));
            assertThat(names).noneMatch(name -> name.matches("META-INF/(versions|native-image)/.*"));
        }
    }

    private static Path jar() {
        return classPath()
                .filter(part -> part.getFileName().toString().matches("migrations-spring-boot-starter-.*\\.jar"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("run by mvn verify, after the jar is packaged"));
    }

    private static Stream<Path> classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of);
    }
}
