package io.e2e.migrations.session;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads why the server may have refused a statement; what cannot be read is left out of the error. */
final class RefusalReader {

    private static final Logger LOG = LoggerFactory.getLogger(RefusalReader.class);

    private static final String SCHEMAS_OFF_PATH = """
            SELECT e.extname, n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
             WHERE e.extname = ANY (%s) AND n.nspname <> ALL (current_schemas(true))""";

    private final Sender sender;

    RefusalReader(Sender sender) {
        this.sender = sender;
    }

    List<MissingRight> missingRights(RightsQuery query) {
        List<MissingRight> missing = new ArrayList<>();
        RoundTrip roundTrip = new RoundTrip();
        query.addTo(roundTrip, missing);
        read(roundTrip, "which rights the role lacks");
        return missing;
    }

    Map<String, String> extensionsOffPath(Collection<String> extensions) {
        Map<String, String> schemas = new LinkedHashMap<>();
        String sql = SCHEMAS_OFF_PATH.formatted(Sql.textArray(extensions));
        read(
                new RoundTrip().add(sql, row -> schemas.put(row.getString(1), row.getString(2))),
                "the schemas of extensions");
        return schemas;
    }

    private void read(RoundTrip roundTrip, String what) {
        try {
            this.sender.send(roundTrip);
        } catch (SQLException ex) {
            LOG.debug("Could not read {}; the error is thrown without", what, ex);
        }
    }

    /** Sends a message through the session. */
    interface Sender {

        void send(RoundTrip roundTrip) throws SQLException;
    }
}
