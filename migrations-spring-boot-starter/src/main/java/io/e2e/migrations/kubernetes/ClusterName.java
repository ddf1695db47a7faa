package io.e2e.migrations.kubernetes;

/**
 * How a cluster is named in messages: by the context that leads to it and by its server.
 *
 * @param server the API server's URL, without the user and password that it may contain
 */
record ClusterName(String context, String server) {

    ClusterName {
        server = server.replaceFirst("//.*@", "//");
    }

    @Override
    public String toString() {
        return "context '" + this.context + "' (server " + this.server + ")";
    }
}
