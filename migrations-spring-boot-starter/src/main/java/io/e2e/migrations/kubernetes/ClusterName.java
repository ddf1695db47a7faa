package io.e2e.migrations.kubernetes;

/** How a cluster is named in messages: by the context that leads to it and by its server. */
record ClusterName(String context, String server) {

    @Override
    public String toString() {
        return "context '" + this.context + "' (server " + this.server + ")";
    }
}
