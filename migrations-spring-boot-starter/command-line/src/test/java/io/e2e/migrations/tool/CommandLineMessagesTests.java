package io.e2e.migrations.tool;

import io.e2e.migrations.conventions.GoldenFile;
import io.e2e.migrations.conventions.Messages;
import org.junit.jupiter.api.Test;

/** What a person can read of this module stands in one file, so that a review sees every change of it. */
class CommandLineMessagesTests {

    @Test
    void messagesOfModuleAreThoseOfGoldenFile() {
        GoldenFile.named("messages.golden").assertEquals(Messages.ofModule());
    }
}
