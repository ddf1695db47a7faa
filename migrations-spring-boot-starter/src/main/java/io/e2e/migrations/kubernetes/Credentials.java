package io.e2e.migrations.kubernetes;

import io.e2e.migrations.config.Secret;

/**
 * Who logs in, and into which database.
 *
 * @param source where they came from, as part of a sentence, such as {@code Secret postgresql in namespace e2e}
 */
record Credentials(String user, Secret password, String database, String source) {}
