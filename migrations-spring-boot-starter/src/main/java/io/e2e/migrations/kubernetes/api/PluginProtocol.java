package io.e2e.migrations.kubernetes.api;

import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.ExecConfig;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamedExtension;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What {@code kubectl} and a credential plugin tell each other: objects {@code ExecCredential}. */
final class PluginProtocol {

    /** The environment variable with the request. */
    static final String VARIABLE = "KUBERNETES_EXEC_INFO";

    private static final String GROUP = "client.authentication.k8s.io/";
    private static final String V1 = GROUP + "v1";
    private static final String V1BETA1 = GROUP + "v1beta1";

    private final KubernetesSerialization serialization = new KubernetesSerialization();
    private final ExecConfig config;
    private final Cluster cluster;

    PluginProtocol(ExecConfig config, Cluster cluster) {
        this.config = config;
        this.cluster = cluster;
    }

    /** What {@code kubectl} too refuses in the kubeconfig, as the end of a sentence. */
    Optional<String> misconfiguration() {
        String version = this.config.getApiVersion();
        String mode = this.config.getInteractiveMode();
        if (this.config.getCommand() == null || this.config.getCommand().isBlank()) {
            return Optional.of("has no command.");
        }
        if (!V1.equals(version) && !V1BETA1.equals(version)) {
            return Optional.of("has apiVersion " + version + "; it must be " + V1 + " or " + V1BETA1 + ".");
        }
        if (mode == null && V1.equals(version)) {
            return Optional.of("has no interactiveMode, which " + V1 + " requires.");
        }
        return "Always".equals(mode)
                ? Optional.of("has interactiveMode Always, but tests have no terminal.")
                : Optional.empty();
    }

    /** The request, which is the value of {@link #VARIABLE}. */
    String request() {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("interactive", false);
        if (Boolean.TRUE.equals(this.config.getProvideClusterInfo())) {
            spec.put("cluster", clusterInfo());
        }
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("kind", "ExecCredential");
        request.put("apiVersion", this.config.getApiVersion());
        request.put("spec", spec);
        return this.serialization.asJson(request);
    }

    /** Reads the answer. Exceptions show nothing of it, because it is secret. */
    PluginCredential read(String answer) throws ViolationException {
        GenericKubernetesResource read = parse(answer);
        requireKind(read);
        String token = status(read, "token");
        String certificate = status(read, "clientCertificateData");
        String key = status(read, "clientKeyData");
        if ((certificate == null) != (key == null)) {
            throw new ViolationException("printed a client certificate without a key, or a key alone", null);
        }
        if (token == null && certificate == null) {
            throw new ViolationException("printed neither a token nor a client certificate", null);
        }
        String expires = status(read, "expirationTimestamp");
        try {
            return new PluginCredential(
                    token,
                    certificate == null || key == null ? null : ClientKey.of(certificate, key),
                    expires == null ? null : OffsetDateTime.parse(expires).toInstant());
        } catch (GeneralSecurityException ex) {
            throw new ViolationException("printed credentials that cannot be used: " + ex.getMessage(), ex);
        } catch (DateTimeException ex) {
            throw new ViolationException("printed an expirationTimestamp that is no time of RFC 3339", ex);
        }
    }

    private void requireKind(GenericKubernetesResource read) throws ViolationException {
        if (!"ExecCredential".equals(read.getKind())) {
            throw new ViolationException("did not print an ExecCredential", null);
        }
        if (!this.config.getApiVersion().equals(read.getApiVersion())) {
            throw new ViolationException(
                    "printed an ExecCredential of apiVersion " + read.getApiVersion() + ", but the kubeconfig has "
                            + this.config.getApiVersion(),
                    null);
        }
    }

    private GenericKubernetesResource parse(String answer) throws ViolationException {
        try {
            GenericKubernetesResource read = this.serialization.unmarshal(answer, GenericKubernetesResource.class);
            return read == null ? new GenericKubernetesResource() : read;
        } catch (RuntimeException ex) {
            // The parser's message quotes what it read.
            throw new ViolationException("did not print an ExecCredential", null);
        }
    }

    private static @Nullable String status(GenericKubernetesResource read, String field) {
        Object value = read.get("status", field);
        return value == null || value.toString().isBlank() ? null : value.toString();
    }

    private Map<String, Object> clusterInfo() {
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("server", this.cluster.getServer());
        info.put("tls-server-name", this.cluster.getTlsServerName());
        info.put("insecure-skip-tls-verify", this.cluster.getInsecureSkipTlsVerify());
        info.put("certificate-authority-data", authority());
        info.put("proxy-url", this.cluster.getProxyUrl());
        info.put("disable-compression", this.cluster.getDisableCompression());
        this.cluster.getExtensions().stream()
                .filter(extension -> (GROUP + "exec").equals(extension.getName()))
                .map(NamedExtension::getExtension)
                .findFirst()
                .ifPresent(extension -> info.put("config", extension));
        info.values().removeIf(value -> value == null);
        return info;
    }

    private @Nullable String authority() {
        String file = this.cluster.getCertificateAuthority();
        if (this.cluster.getCertificateAuthorityData() != null || file == null) {
            return this.cluster.getCertificateAuthorityData();
        }
        try {
            return Base64.getEncoder().encodeToString(Files.readAllBytes(Path.of(file)));
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** The plugin printed what the protocol does not allow; the message is the rest of a sentence that begins with the plugin. */
    static final class ViolationException extends Exception {

        private static final long serialVersionUID = 1;

        ViolationException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * What a credential plugin printed: a token, a client certificate with its key, or both.
     *
     * @param expires when the plugin must run again; {@code null} means when the server refuses the credential
     */
    record PluginCredential(
            @Nullable String token,
            @Nullable ClientKey key,
            @Nullable Instant expires) {

        @Override
        public String toString() {
            return "credential of a plugin";
        }
    }
}
