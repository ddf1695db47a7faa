package io.e2e.migrations.benchmarks.topic;

import io.e2e.migrations.MigrationConfig;
import io.e2e.migrations.benchmarks.measure.Bar;
import io.e2e.migrations.benchmarks.measure.Comparison;
import io.e2e.migrations.benchmarks.measure.Contender;
import io.e2e.migrations.benchmarks.measure.Effort;
import io.e2e.migrations.benchmarks.measure.Outcome;
import io.e2e.migrations.benchmarks.measure.Topic;
import io.e2e.migrations.benchmarks.measure.Unit;
import io.e2e.migrations.benchmarks.namespace.BareCall;
import io.e2e.migrations.benchmarks.namespace.OurCall;
import io.e2e.migrations.benchmarks.peer.Servers;
import io.e2e.migrations.benchmarks.peer.TemporaryDirectory;
import io.e2e.migrations.benchmarks.process.CallRun;
import io.e2e.migrations.benchmarks.process.ClassPath;
import io.e2e.migrations.benchmarks.process.ContextRuns;
import io.e2e.migrations.database.DatabaseAddress;
import io.e2e.migrations.kubernetes.cluster.PostgresObjects;
import io.e2e.migrations.kubernetes.cluster.ServerCertificate;
import io.e2e.migrations.kubernetes.cluster.TestCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The first call in a namespace, through an API server with TLS and a client certificate, in a JVM of its own. */
public final class FirstCall implements Topic {

    private static final String BARE = "bare program with the Kubernetes client";
    private static final String NAMESPACE = "e2e";

    @Override
    public String name() {
        return "namespace";
    }

    @Override
    public Outcome measure(Effort effort) throws Exception {
        try (Servers servers = Servers.start(MigrationConfig.defaults());
                TemporaryDirectory directory = TemporaryDirectory.create("cluster")) {
            ServerCertificate server = ServerCertificate.in(directory.path());
            ServerCertificate client = ServerCertificate.ofClient(directory.path(), "RSA");
            DatabaseAddress database = servers.databases().next().address().orElseThrow();
            try (TestCluster cluster = TestCluster.start(server, client)) {
                new PostgresObjects(NAMESPACE, database).deploy(cluster);
                cluster.troubles().requireToken("none"); // so that a client without a certificate is refused
                Comparison comparison = new Comparison(
                        "First call in a namespace, new JVM",
                        "From the first use of the library to the answer to one query through a port-forward, and to the end"
                                + " of the forward. The processor time is that of the process in the same period.",
                        Unit.MILLISECONDS,
                        effort.processes()
                                .of(contenders(kubeconfig(cluster, directory.path(), server, client), database)));
                return new Outcome(List.of(comparison), bars(comparison));
            }
        }
    }

    private static List<Contender> contenders(Path kubeconfig, DatabaseAddress database) {
        List<String> ours = List.of(kubeconfig.toString(), NAMESPACE);
        List<String> bare = new ArrayList<>(ours);
        bare.addAll(List.of(
                database.database(), database.user(), database.password().value()));
        List<Contender> contenders = new ArrayList<>();
        contenders.add(new Contender(BARE, new CallRun(BareCall.class, ClassPath.CLIENT, bare)::run));
        contenders.add(new Contender(ContextRuns.OURS, new CallRun(OurCall.class, ClassPath.OURS, ours)::run));
        if (ClassPath.hasEarlier()) {
            contenders.add(
                    new Contender(ContextRuns.EARLIER, new CallRun(OurCall.class, ClassPath.EARLIER, ours)::run));
        }
        return contenders;
    }

    private static Path kubeconfig(
            TestCluster cluster, Path directory, ServerCertificate server, ServerCertificate client)
            throws IOException {
        String key = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(client.key().getEncoded()) + "\n-----END PRIVATE KEY-----\n";
        return cluster.kubeconfig(
                directory,
                "kind-e2e",
                "client-certificate-data: " + encode(Files.readString(client.authority())) + "\nclient-key-data: "
                        + encode(key),
                "certificate-authority-data: " + encode(Files.readString(server.authority())));
    }

    private static String encode(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static List<Bar> bars(Comparison comparison) {
        List<Bar> bars = new ArrayList<>();
        if (comparison.has(ContextRuns.EARLIER)) {
            bars.add(Bar.ratio(
                    "processor time of the first call in a namespace, over the earlier version's",
                    0.4,
                    comparison.processorRatio(ContextRuns.OURS, ContextRuns.EARLIER)));
            bars.add(Bar.ratio(
                    "first call in a namespace, over the earlier version's",
                    0.45,
                    comparison.ratio(ContextRuns.OURS, ContextRuns.EARLIER)));
        }
        bars.add(Bar.ratio(
                "first call in a namespace, over the bare program", 1.3, comparison.ratio(ContextRuns.OURS, BARE)));
        return bars;
    }
}
