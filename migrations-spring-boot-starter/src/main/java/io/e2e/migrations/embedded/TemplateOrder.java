package io.e2e.migrations.embedded;

import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.embedded.cluster.ClusterSpec;

/**
 * A template as it is wanted for one configuration: role and database name are part of what it will contain.
 *
 * @param template fingerprint and contents
 * @param request names the role that will own everything, and the database's name while it is filled
 */
record TemplateOrder(EmbeddedAccess.Template template, DatabaseRequest request) {

    /** Differs wherever the database would. */
    String fingerprint() {
        return this.template.fingerprint() + "\n" + this.request.user() + "\n" + this.request.database();
    }

    /** The name of the template's database: no test can have asked for it. */
    String databaseName() {
        return "e2e_migrations_template_" + ClusterSpec.digest(fingerprint());
    }
}
