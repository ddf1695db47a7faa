package io.e2e.migrations.kubernetes.http;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A server's answer to a request.
 *
 * @param headers their values by their names, whose case does not matter
 */
record Answer(int status, Map<String, List<String>> headers, byte[] body) {

    /** The first value of a header; {@code null} if there is none. */
    @Nullable
    String header(String name) {
        List<String> values = this.headers.get(name);
        return values == null ? null : values.get(0);
    }

    Answer with(byte[] content) {
        return new Answer(this.status, this.headers, content);
    }

    /** The status alone, because the rest can be secret. */
    @Override
    public String toString() {
        return "status " + this.status;
    }
}
