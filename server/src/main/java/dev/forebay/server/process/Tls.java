package dev.forebay.server.process;

import dev.forebay.server.settings.Registry;
import dev.forebay.server.settings.Settings;
import dev.forebay.server.settings.TextFiles;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** TLS of the listeners from PEM files, by the JDK's own implementation. */
final class Tls {
    private Tls() {}

    /**
     * What listeners speak.
     *
     * @param http asks clients for no certificate, since browsers would ask their users
     * @param amqp takes a client's certificate where {@code tls.client-ca} vouches for it
     * @param certificateEnds when clients begin to refuse them
     */
    record Contexts(
            Optional<SslContext> http,
            Optional<SslContext> amqp,
            Optional<Instant> certificateEnds) {
        private static final Contexts NONE =
                new Contexts(Optional.empty(), Optional.empty(), Optional.empty());
    }

    static Contexts of(Settings settings, TextFiles files) throws StartRefused {
        Optional<Path> certificate = settings.get(Registry.TLS_CERTIFICATE);
        Optional<Path> key = settings.get(Registry.TLS_KEY);
        Optional<Path> clients = settings.get(Registry.TLS_CLIENT_CA);
        if (certificate.isEmpty() && key.isEmpty()) {
            if (clients.isPresent()) {
                throw new StartRefused(
                        ExitCode.USAGE,
                        settings.naming(Registry.TLS_CLIENT_CA)
                                + " is set, but there is no TLS: set tls.certificate and tls.key too.");
            }
            return Contexts.NONE;
        }
        if (certificate.isEmpty() || key.isEmpty()) {
            throw new StartRefused(
                    ExitCode.USAGE,
                    settings.naming(
                                    certificate.isPresent()
                                            ? Registry.TLS_CERTIFICATE
                                            : Registry.TLS_KEY)
                            + " is set alone; tls.certificate and tls.key belong together: set both"
                            + " or none.");
        }
        String chain = read(files, settings.naming(Registry.TLS_CERTIFICATE), certificate.get());
        String secret = read(files, settings.naming(Registry.TLS_KEY), key.get());
        SslContextBuilder amqp = builder(settings, chain, secret);
        if (clients.isPresent()) {
            trust(
                    amqp,
                    settings,
                    read(files, settings.naming(Registry.TLS_CLIENT_CA), clients.get()));
        }
        try {
            return new Contexts(
                    Optional.of(builder(settings, chain, secret).build()),
                    Optional.of(amqp.build()),
                    Optional.of(CertificateChain.end(chain)));
        } catch (SSLException | CertificateException unusable) {
            throw refused(settings, unusable);
        }
    }

    private static SslContextBuilder builder(Settings settings, String chain, String secret)
            throws StartRefused {
        try {
            return SslContextBuilder.forServer(bytes(chain), bytes(secret))
                    .sslProvider(SslProvider.JDK);
        } catch (IllegalArgumentException unusable) {
            throw refused(settings, unusable);
        }
    }

    private static StartRefused refused(Settings settings, Exception unusable) {
        return new StartRefused(
                ExitCode.USAGE,
                settings.naming(Registry.TLS_CERTIFICATE)
                        + " and "
                        + settings.naming(Registry.TLS_KEY)
                        + " cannot be used: "
                        + unusable.getMessage()
                        + ". Accepted are PEM files, the key as PKCS #8 without a password.");
    }

    private static void trust(SslContextBuilder amqp, Settings settings, String clients)
            throws StartRefused {
        try {
            amqp.trustManager(bytes(clients)).clientAuth(ClientAuth.OPTIONAL);
        } catch (IllegalArgumentException unusable) {
            throw new StartRefused(
                    ExitCode.USAGE,
                    settings.naming(Registry.TLS_CLIENT_CA)
                            + " cannot be used: "
                            + unusable.getMessage()
                            + ". Accepted is a PEM file of certificates.");
        }
    }

    private static InputStream bytes(String pem) {
        return new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String read(TextFiles files, String named, Path file) throws StartRefused {
        try {
            return files.read(file);
        } catch (NoSuchFileException missing) {
            throw new StartRefused(ExitCode.USAGE, named + ": there is no file " + file + ".");
        } catch (IOException unreadable) {
            throw new StartRefused(
                    ExitCode.USAGE,
                    named + ": cannot read " + file + ": " + unreadable.getMessage());
        }
    }
}
