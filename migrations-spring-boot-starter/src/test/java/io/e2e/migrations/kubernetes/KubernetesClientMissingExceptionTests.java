package io.e2e.migrations.kubernetes;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;

class KubernetesClientMissingExceptionTests {

    @Test
    void throwIfMissingWhenThereIsNoClientNamesTheCommandThatBringsIt() throws IOException {
        try (URLClassLoader empty = new URLClassLoader(new URL[0], null)) {
            assertThatThrownBy(() -> KubernetesClientMissingException.throwIfMissing(empty))
                    .isInstanceOf(KubernetesClientMissingException.class)
                    .hasMessage("""
                            The Kubernetes client is not on the class path: the jar of migrations-spring-boot-starter contains \
                            it, but the starter's directory of classes, which mvn test uses in the starter's own build, does not.
                            Action: Run mvn package instead of mvn test, or install the starter and build the project by itself.""");
        }
    }
}
