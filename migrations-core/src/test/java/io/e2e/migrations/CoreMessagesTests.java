package io.e2e.migrations;

import io.e2e.migrations.conventions.GoldenFile;
import io.e2e.migrations.conventions.Messages;
import org.junit.jupiter.api.Test;

/** Compares the messages of this module with a golden file, so that a review sees every change. */
class CoreMessagesTests {

    @Test
    void messagesOfModuleAreThoseOfGoldenFile() {
        GoldenFile.named("messages.golden").assertEquals(Messages.ofModule());
    }
}
