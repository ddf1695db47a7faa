package io.e2e.migrations.kubernetes.api;

import io.e2e.migrations.kubernetes.api.PluginProtocol.PluginCredential;
import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.AuthProviderConfig;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How to connect to a cluster, and as whom: the fields of a kubeconfig that {@code kubectl} knows. The client library
 * ignores some of them, and passes over credentials that it cannot use.
 *
 * @param config the settings as the client library has them; its key and trust stores are not used
 * @param tls what TLS uses instead
 * @param serverName the name that the server's certificate must have; {@code null} means the host of its URL
 * @param expires when a credential plugin must run again; {@code null} means when the server refuses its credential
 */
record ClientSettings(
        Config config,
        ClientTls tls,
        @Nullable String serverName,
        @Nullable Instant expires) {

    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration REQUEST = Duration.ofSeconds(10);

    private static final Set<String> PROXIES = Set.of("http", "socks5");

    /**
     * Combines a cluster, a user there, and what the user's credential plugin printed.
     *
     * @throws IllegalArgumentException if a field cannot be used; the message names it
     * @throws IOException if a file cannot be read
     */
    static ClientSettings of(Cluster cluster, AuthInfo user, @Nullable PluginCredential credential)
            throws IOException, GeneralSecurityException {
        Config config = Config.empty();
        config.setConnectionTimeout((int) CONNECT.toMillis());
        config.setRequestTimeout((int) REQUEST.toMillis());
        // Callers that wait have a deadline and log the reason; the client's own retries do neither.
        config.setRequestRetryBackoffLimit(0);
        connect(config, cluster);
        authenticate(config, user);
        impersonate(config, user);
        ClientKey key = key(user);
        if (credential != null) {
            config.setAutoOAuthToken(credential.token());
            key = credential.key() == null ? key : credential.key();
        }
        return new ClientSettings(
                config,
                tls(cluster, key),
                blankToNull(cluster.getTlsServerName()),
                credential == null ? null : credential.expires());
    }

    private static void connect(Config config, Cluster cluster) {
        // So that the library reads no stores: TlsClientFactory uses ClientTls in place of what it would trust.
        config.setTrustCerts(true);
        config.setDisableHostnameVerification(Boolean.TRUE.equals(cluster.getInsecureSkipTlsVerify()));
        // For the library's requests to an OpenID provider.
        config.setCaCertFile(blankToNull(cluster.getCertificateAuthority()));
        config.setCaCertData(blankToNull(cluster.getCertificateAuthorityData()));
        config.setMasterUrl(cluster.getServer());
        String proxy = blankToNull(cluster.getProxyUrl());
        if (proxy != null) {
            require(
                    PROXIES.contains(String.valueOf(uri(proxy).getScheme())),
                    "proxy-url must begin with http:// or socks5://");
            // The library would take the one for the scheme of the server's URL, by the scheme of the proxy's.
            config.setHttpProxy(proxy);
            config.setHttpsProxy(proxy);
        }
    }

    /** Java's own message would quote the URL, a password included. */
    private static URI uri(String proxy) {
        try {
            return new URI(proxy);
        } catch (URISyntaxException ex) {
            throw new IllegalArgumentException("proxy-url is not a URL");
        }
    }

    private static void authenticate(Config config, AuthInfo user) throws IOException {
        String tokenFile = blankToNull(user.getTokenFile());
        if (tokenFile != null) {
            Files.readString(Path.of(tokenFile));
            // Kubernetes replaces a pod's token about every hour, so it is read for every request.
            config.setOauthTokenProvider(() -> token(Path.of(tokenFile)));
        }
        config.setAutoOAuthToken(blankToNull(user.getToken()));
        config.setUsername(blankToNull(user.getUsername()));
        config.setPassword(blankToNull(user.getPassword()));
        require(config.getUsername() == null || config.getPassword() != null, "username is set without password");
        AuthProviderConfig provider = user.getAuthProvider();
        if (provider != null && config.getAutoOAuthToken() == null) {
            require(
                    "oidc".equals(provider.getName()),
                    "auth-provider '" + provider.getName() + "' was removed from kubectl in version 1.26; a credential"
                            + " plugin replaces it (gke-gcloud-auth-plugin for gcp, kubelogin for azure)");
            config.setAuthProvider(provider);
            config.setAutoOAuthToken(provider.getConfig().get("id-token"));
        }
    }

    private static ClientTls tls(Cluster cluster, @Nullable ClientKey key)
            throws IOException, GeneralSecurityException {
        return ClientTls.of(
                text(cluster.getCertificateAuthorityData(), cluster.getCertificateAuthority()),
                Boolean.TRUE.equals(cluster.getInsecureSkipTlsVerify()),
                key);
    }

    private static @Nullable ClientKey key(AuthInfo user) throws IOException, GeneralSecurityException {
        String certificate = text(user.getClientCertificateData(), user.getClientCertificate());
        String key = text(user.getClientKeyData(), user.getClientKey());
        require((certificate == null) == (key == null), "client-certificate and client-key must both be set");
        return certificate == null || key == null ? null : ClientKey.of(certificate, key);
    }

    private static void impersonate(Config config, AuthInfo user) {
        String uid = blankToNull(user.getAsUid());
        boolean more = uid != null
                || !user.getAsGroups().isEmpty()
                || !user.getAsUserExtra().isEmpty();
        if (blankToNull(user.getAs()) == null) {
            require(!more, "as-groups, as-uid and as-user-extra require as");
            return;
        }
        config.setImpersonateUsername(user.getAs());
        config.setImpersonateGroups(user.getAsGroups().toArray(String[]::new));
        config.setImpersonateExtras(user.getAsUserExtra());
        if (uid != null) {
            config.setCustomHeaders(Map.of("Impersonate-Uid", uid));
        }
    }

    /** Data wins over a file, as in {@code kubectl}. */
    private static @Nullable String text(@Nullable String data, @Nullable String file) throws IOException {
        if (blankToNull(data) != null) {
            return new String(Base64.getMimeDecoder().decode(data), StandardCharsets.UTF_8);
        }
        return blankToNull(file) == null ? null : Files.readString(Path.of(file));
    }

    private static String token(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException ex) {
            throw new UncheckedIOException("cannot read the token in " + file, ex);
        }
    }

    private static @Nullable String blankToNull(@Nullable String value) {
        return value == null || value.isBlank() ? null : value;
    }

    private static void require(boolean condition, String problem) {
        if (!condition) {
            throw new IllegalArgumentException(problem);
        }
    }
}
