package io.e2e.migrations.kubernetes;

import org.jspecify.annotations.Nullable;

/** One question to the API server, in the words of RBAC, so that a refusal can say which right is missing. */
record ApiRequest(String verb, String resource, @Nullable String name, String namespace) {

    static ApiRequest get(String resource, String name, String namespace) {
        return new ApiRequest("get", resource, name, namespace);
    }

    static ApiRequest list(String resource, String namespace) {
        return new ApiRequest("list", resource, null, namespace);
    }

    @Override
    public String toString() {
        String what = this.verb + " " + this.resource;
        return (this.name == null ? what : what + " '" + this.name + "'") + " in namespace " + this.namespace;
    }
}
