package io.e2e.migrations.kubernetes.cluster;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request's path, taken apart.
 *
 * @param namespace {@code null} for objects outside of namespaces and for lists over all of them
 * @param name {@code null} for lists
 * @param subresource such as {@code log} or {@code portforward}; {@code null} for the object itself
 */
record ApiPath(
        ResourceType type,
        @Nullable String namespace,
        @Nullable String name,
        @Nullable String subresource) {

    private static final Pattern PATH = Pattern.compile("/(?:api/(?<core>v1)|apis/(?<group>[^/]+/[^/]+))"
            + "(?:/namespaces/(?<namespace>[^/]+)(?=/[^/]))?/(?<plural>[a-z]+)"
            + "(?:/(?<name>[^/]+))?(?:/(?<subresource>[^/]+))?");

    static Optional<ApiPath> parse(String path) {
        Matcher matcher = PATH.matcher(path);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String apiVersion = matcher.group("core") == null ? matcher.group("group") : matcher.group("core");
        return ResourceType.of(apiVersion, matcher.group("plural"))
                .map(type -> new ApiPath(
                        type, matcher.group("namespace"), matcher.group("name"), matcher.group("subresource")));
    }

    /** The resource in RBAC's words. */
    String resource() {
        return this.subresource == null ? this.type.plural() : this.type.plural() + "/" + this.subresource;
    }

    @Override
    public String toString() {
        return this.name == null ? resource() : resource() + " " + this.name;
    }
}
