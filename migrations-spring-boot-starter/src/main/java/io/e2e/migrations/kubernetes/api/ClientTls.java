package io.e2e.migrations.kubernetes.api;

import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * What TLS shows to the API server, and what TLS trusts. The client library would read the JDK's certificates beside the
 * cluster's, and derive a key from a password to encrypt the client's key in memory: a quarter of a second in a new JVM.
 *
 * @param keys what knows the client certificate; empty if there is none
 * @param trust what verifies the server's certificate
 */
record ClientTls(List<KeyManager> keys, List<TrustManager> trust) {

    /**
     * Combines what a kubeconfig says about TLS. As in {@code kubectl}, a cluster that has authorities is verified by these
     * alone, and a cluster without authorities by those of the system, which are the JDK's here.
     *
     * @param authorities the authorities in PEM; {@code null} means those of the JDK
     * @param insecure whether every certificate is trusted
     */
    static ClientTls of(@Nullable String authorities, boolean insecure, @Nullable ClientKey key)
            throws IOException, GeneralSecurityException {
        TrustManager[] trust = authorities == null || insecure
                ? SSLUtils.trustManagers(null, null, insecure, null, null)
                : trusting(authorities);
        return new ClientTls(key == null ? List.of() : List.of(key.managers()), List.of(trust));
    }

    /** The context of connections that show and trust this. */
    SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(this.keys.toArray(KeyManager[]::new), this.trust.toArray(TrustManager[]::new), null);
            return context;
        } catch (GeneralSecurityException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private static TrustManager[] trusting(String authorities) throws IOException, GeneralSecurityException {
        KeyStore store = store();
        for (Certificate certificate : certificates(ClientKey.certificates(authorities))) {
            store.setCertificateEntry("authority-" + store.size(), certificate);
        }
        if (store.size() == 0) {
            throw new GeneralSecurityException("certificate-authority contains no PEM block CERTIFICATE");
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    /** What shows a certificate, with those of its issuers in PEM, and proves it by its key. */
    static KeyManager[] showing(String certificates, PrivateKey key) throws IOException, GeneralSecurityException {
        KeyStore store = store();
        store.setKeyEntry("client", key, new char[0], certificates(certificates).toArray(Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    /** An empty store in memory. One of the default type, PKCS #12, would derive a key from the password. */
    private static KeyStore store() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(null, new char[0]);
        return store;
    }

    private static Collection<? extends Certificate> certificates(String pem) throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }
}
