package io.e2e.migrations.embedded;

import java.util.List;

/**
 * What is settled before a server is looked for or started: as whom programs run, where files lie, which PostgreSQL.
 *
 * @param runAs as whom
 * @param places where
 * @param archive which
 */
record Premises(RunAs runAs, Places places, BinaryArchive archive) {

    /** Those of this JVM. */
    static Premises of(EmbeddedSettings settings, UserPlaces user) {
        RunAs runAs = RunAsChoice.forThisProcess();
        Places places = Places.choose(settings, user, runAs);
        return new Premises(runAs, places, BinaryArchive.find(user.platform(), classLoaders()));
    }

    /** Ours first: the binaries come with us. The thread's own may have others, as in an application server. */
    private static List<ClassLoader> classLoaders() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader own = Premises.class.getClassLoader();
        return context == null ? List.of(own) : List.of(own, context);
    }
}
