package io.e2e.migrations.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Builds that have forks are in {@link SharedLifetimeTests}. */
class BuildProcessTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java -cp /m/plexus-classworlds.jar -Dmaven.home=/m org.codehaus.plexus.classworlds.launcher.Launcher verify",
                "java -classpath .mvn/wrapper/maven-wrapper.jar org.apache.maven.wrapper.MavenWrapperMain verify",
                "java -Xmx2g org.mvndaemon.mvnd.common.MavenDaemon",
                "java -Xmx512m -cp /g/gradle-daemon-main.jar org.gradle.launcher.daemon.bootstrap.GradleDaemon 9.2",
                "java -cp /g/gradle-gradle-cli-main.jar org.gradle.launcher.GradleMain test",
                "java -Dorg.gradle.appname=gradlew -jar /project/gradle/wrapper/gradle-wrapper.jar test"
            })
    void knowsABuild(String command) {
        assertThat(BuildProcess.isBuild(List.of(command.split(" ")))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java -jar /project/target/surefire/surefirebooter.jar",
                "java -Dorg.gradle.native=false worker.org.gradle.process.internal.worker.GradleWorkerMain",
                "java -cp idea_rt.jar com.intellij.rt.junit.JUnitStarter",
                "java"
            })
    void knowsWhatIsNone(String command) {
        assertThat(BuildProcess.isBuild(List.of(command.split(" ")))).isFalse();
    }

    @Test
    void processWithoutAJvmAboveItHasNoBuild() {
        ProcessHandle first = ProcessHandle.current();
        while (first.parent().isPresent()) {
            first = first.parent().get();
        }
        assertThat(BuildProcess.above(first)).isEmpty();
    }
}
