package io.e2e.migrations.kubernetes;

import io.e2e.migrations.config.Secret;

/**
 * The role, its password and the database of a login.
 *
 * @param source where the credentials came from, as part of a sentence, such as {@code Secret postgresql in namespace e2e}
 */
record Credentials(String user, Secret password, String database, String source) {}
