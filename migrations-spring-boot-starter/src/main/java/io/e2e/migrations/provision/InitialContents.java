package io.e2e.migrations.provision;

import io.e2e.migrations.database.DatabaseRequest;
import io.e2e.migrations.database.DatabaseTemplate;
import org.jspecify.annotations.Nullable;

/**
 * What new databases hold.
 *
 * @param template fills them; {@code null} means that they are empty
 * @param addition names what their user adds to them, which is kept if the user says so; {@code null} means nothing
 */
public record InitialContents(
        @Nullable DatabaseTemplate template, @Nullable String addition) {

    /** The template with the addition; {@code null} if there is none. */
    @Nullable
    TemplateSpec extended(@Nullable TemplateSpec base, DatabaseRequest request) {
        return this.addition == null ? null : TemplateSpec.extended(base, request, this.addition);
    }
}
