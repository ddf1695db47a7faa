package io.e2e.migrations.embedded.binaries;

import static org.assertj.core.api.Assertions.assertThat;

import io.e2e.migrations.embedded.host.Platform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartRemedyTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Cannot run program "/c/bin/postgres": error=13, Permission denied | mounted with noexec
            setpriv: failed to execute /c/bin/postgres: Permission denied | mounted with noexec
            Cannot run program "/c/bin/postgres": error=8, Exec format error | ARTIFACT
            /c/bin/postgres: /lib/libc.so.6: version `GLIBC_2.28' not found (required by /c/lib/libpq.so.5) | newer base image
            Error relocating /c/bin/initdb: __strdup: symbol not found | newer base image
            initdb: error while loading shared libraries: libxml2.so.2: cannot open shared object file: No such file or directory | Install the library that it names
            Cannot run program "/c/bin/postgres": error=2, No such file or directory | the loader that it names
            sh: 1: exec: /c/bin/postgres: not found | the loader that it names
            initdb: could not look up effective user ID 1001: user does not exist | an entry in /etc/passwd
            2026-11-26 FATAL:  could not write lock file "postmaster.pid": No space left on device | run-directory is where servers run
            FATAL:  could not map anonymous shared memory: Cannot allocate memory | parameters.shared_buffers
            initdb: error: invalid locale name "xx_YY" | Correct e2e.migrations.embedded.initdb-options
            FATAL:  unrecognized configuration parameter "wrk_mem" | e2e.migrations.embedded.parameters
            """)
    void ofWhenOutputTellsTheCauseFitsIt(String output, String remedy) {
        assertThat(StartRemedy.of(output, 1))
                .contains(remedy.replace("ARTIFACT", Platform.current().artifact()));
    }

    @Test
    void ofWhenProgramWasKilledNamesMemory() {
        assertThat(StartRemedy.of("", 137)).contains("give this machine or container more memory");
        assertThat(StartRemedy.of("", 132)).contains("The processor lacks an instruction");
    }
}
