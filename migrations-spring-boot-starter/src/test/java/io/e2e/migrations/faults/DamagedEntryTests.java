package io.e2e.migrations.faults;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.MigrationService;
import io.e2e.migrations.embedded.EmbeddedAccess;
import io.e2e.migrations.embedded.TestCache;
import io.e2e.migrations.embedded.host.FileTree;
import io.e2e.migrations.testing.SharedDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each file of a prepared cluster in the cache is damaged in each way. */
@Tag("night")
class DamagedEntryTests {

    private static final List<String> FILES = List.of("data.tar", "rest.tar.gz", "superuser", "complete");
    private static final int PLACES = 2;

    private final Random random = Night.random("DamagedEntryTests");
    private final Tally tally = new Tally("damaged cache: files of a prepared cluster");
    private TestCache cache;

    @BeforeEach
    void makeACache() throws IOException {
        this.cache = TestCache.create();
    }

    @AfterEach
    void removeIt() throws IOException {
        this.cache.close();
    }

    @Test
    void applyWhenAFileOfThePreparedClusterIsDamagedLeavesTheSame() throws IOException {
        String expected = migrate();
        for (Damage damage : Damage.values()) {
            for (String file : FILES) {
                for (int place = damage.compareTo(Damage.UNREADABLE) < 0 ? 0 : 1; place < PLACES; place++) {
                    String point = damage + " " + file;
                    damage.doTo(entry().resolve(file), this.random);
                    this.tally.disturbed(point, () -> this.tally.compare(point, expected, migrate()));
                    this.tally.rerun(point, () -> this.tally.compare(point, expected, migrate()));
                }
            }
        }
        this.tally.write();
        this.tally.assertSound();
    }

    private String migrate() {
        try (MigrationService service =
                MigrationService.open(MigrationConfig.defaults(), EmbeddedAccess.with(this.cache.settings()))) {
            service.applyMigrations();
            return Aftermath.state(SharedDatabase.watching(service.database()));
        }
    }

    private Path entry() throws IOException {
        try (Stream<Path> entries = Files.list(this.cache.directory().resolve("clusters"))) {
            return entries.filter(Files::isDirectory).findFirst().orElseThrow();
        }
    }

    /** What happens to a file. */
    private enum Damage {
        EMPTIED {
            @Override
            byte[] damaged(byte[] content, int place) {
                return new byte[0];
            }
        },
        CUT_SHORT {
            @Override
            byte[] damaged(byte[] content, int place) {
                return Arrays.copyOf(content, place);
            }
        },
        LONGER {
            @Override
            byte[] damaged(byte[] content, int place) {
                return Arrays.copyOf(content, content.length + 1 + place);
            }
        },
        BIT_FLIPPED {
            @Override
            byte[] damaged(byte[] content, int place) {
                content[place] ^= (byte) (1 << (place % Byte.SIZE));
                return content;
            }
        },
        BLOCK_ZEROED {
            @Override
            byte[] damaged(byte[] content, int place) {
                Arrays.fill(content, place, Math.min(content.length, place + 4096), (byte) 0);
                return content;
            }
        },
        UNREADABLE {
            @Override
            void doTo(Path file, Random random) throws IOException {
                FileTree.permit(file, "---------");
            }
        },
        MISSING {
            @Override
            void doTo(Path file, Random random) throws IOException {
                Files.delete(file);
            }
        },
        A_DIRECTORY {
            @Override
            void doTo(Path file, Random random) throws IOException {
                Files.delete(file);
                Files.createDirectory(file);
            }
        },
        A_BROKEN_LINK {
            @Override
            void doTo(Path file, Random random) throws IOException {
                Files.delete(file);
                Files.createSymbolicLink(file, file.resolveSibling("nowhere"));
            }
        };

        void doTo(Path file, Random random) throws IOException {
            byte[] content = Files.readAllBytes(file);
            Files.write(file, damaged(content, random.nextInt(content.length)), StandardOpenOption.TRUNCATE_EXISTING);
        }

        byte[] damaged(byte[] content, int place) {
            throw new UnsupportedOperationException();
        }
    }
}
