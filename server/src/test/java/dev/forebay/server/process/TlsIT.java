package dev.forebay.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.server.process.ServerProcess.Ended;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS on the listener, with a certificate that the JDK's keytool made. */
class TlsIT {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir private Path folder;
    private Path certificate;
    private Path key;
    private KeyStore store;

    @BeforeEach
    void makeCertificate() throws Exception {
        Path file = folder.resolve("keys.p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "forebay",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "san=ip:127.0.0.1,dns:localhost",
                                "-keystore",
                                file.toString(),
                                "-storepass",
                                new String(PASSWORD))
                        .inheritIO()
                        .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        store = KeyStore.getInstance(file.toFile(), PASSWORD);
        certificate =
                pem("CERTIFICATE", store.getCertificate("forebay").getEncoded(), "certificate.pem");
        key = pem("PRIVATE KEY", store.getKey("forebay", PASSWORD).getEncoded(), "key.pem");
    }

    @Test
    void the_port_speaks_tls_with_a_certificate_and_its_key() throws Exception {
        try (ServerProcess server =
                ServerProcess.start(
                        folder.resolve("data"),
                        "--tls-certificate",
                        certificate.toString(),
                        "--tls-key",
                        key.toString())) {
            assertThat(server.endpoint().getScheme()).isEqualTo("https");
            try (HttpClient client = HttpClient.newBuilder().sslContext(trusting()).build()) {
                HttpResponse<String> ready =
                        client.send(
                                HttpRequest.newBuilder(server.endpoint().resolve("/health/ready"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());
                assertThat(ready.statusCode()).isEqualTo(200);
            }
            assertThat(server.terminate()).isZero();
        }
    }

    @Test
    void half_of_the_pair_or_a_wrong_file_is_refused() throws Exception {
        String data = folder.resolve("data").toString();

        Ended half =
                ServerProcess.run(
                        "start", "--data", data, "--tls-certificate", certificate.toString());
        Ended wrong =
                ServerProcess.run(
                        "start",
                        "--data",
                        data,
                        "--tls-certificate",
                        key.toString(),
                        "--tls-key",
                        key.toString());

        assertThat(half.code()).isEqualTo(2);
        assertThat(half.err()).contains("belong together");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("cannot be used").contains("PEM");
    }

    private Path pem(String kind, byte[] content, String name) throws IOException {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return Files.writeString(
                folder.resolve(name),
                "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, lines, kind));
    }

    private SSLContext trusting() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, PASSWORD);
        trusted.setCertificateEntry("forebay", store.getCertificate("forebay"));
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
