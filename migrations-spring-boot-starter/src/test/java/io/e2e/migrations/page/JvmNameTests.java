package io.e2e.migrations.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JvmNameTests {

    private static final BuildProcess DAEMON = new BuildProcess("9.1", false);

    private static final BuildProcess MAVEN = new BuildProcess("7.1", true);

    private static JvmName ran(BuildProcess build, long start, long end) {
        return new JvmName(build, start, end, start);
    }

    @Test
    void nameWhenParsedIsEqual() {
        JvmName name = ran(MAVEN, 1000, 2000);

        assertThat(JvmName.parse(name.file())).contains(name);
        assertThat(JvmName.parse("once-7.1-x-2-3.runs")).isEmpty();
        assertThat(JvmName.parse("report.html")).isEmpty();
    }

    @Test
    void mavenWhenItStartsJvmsOneAfterTheOtherMakesOneBuildOfThem() {
        JvmName first = ran(MAVEN, 0, 1000);
        JvmName last = ran(MAVEN, 900_000, 901_000);

        assertThat(last.build(List.of(first, last, ran(new BuildProcess("8.1", true), 900_000, 900_500))))
                .containsExactly(last, first);
    }

    @Test
    void daemonWhenItPausesBeginsAnotherBuild() {
        JvmName before = ran(DAEMON, 0, 10_000);
        JvmName first = ran(DAEMON, 20_000, 40_000);
        JvmName beside = ran(DAEMON, 20_000, 60_000);
        JvmName last = ran(DAEMON, 41_000, 61_000);

        assertThat(last.build(List.of(before, first, beside, last))).containsExactly(last, beside, first);
    }
}
