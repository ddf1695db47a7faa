package io.e2e.migrations.kubernetes.api;

import org.jspecify.annotations.Nullable;

/**
 * One request to the API server, in the words of RBAC, so that an error can name the missing right.
 *
 * @param name the object's name; {@code null} if the request is about all objects of the resource
 */
record ApiRequest(String verb, String resource, @Nullable String name, String namespace) {

    /** What the request is about. */
    String what() {
        return this.resource + (this.name == null ? "" : " '" + this.name + "'") + " in namespace " + this.namespace;
    }

    @Override
    public String toString() {
        return this.verb + " " + what();
    }
}
