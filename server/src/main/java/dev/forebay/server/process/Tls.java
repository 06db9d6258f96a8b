package dev.forebay.server.process;

import dev.forebay.server.settings.Registry;
import dev.forebay.server.settings.Settings;
import dev.forebay.server.settings.TextFiles;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** TLS of the listener from PEM files, by the JDK's own implementation. */
final class Tls {
    private Tls() {}

    static Optional<SslContext> of(Settings settings, TextFiles files) throws StartRefused {
        Optional<Path> certificate = settings.get(Registry.TLS_CERTIFICATE);
        Optional<Path> key = settings.get(Registry.TLS_KEY);
        if (certificate.isEmpty() && key.isEmpty()) {
            return Optional.empty();
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
        InputStream chain =
                read(files, settings.naming(Registry.TLS_CERTIFICATE), certificate.get());
        InputStream secret = read(files, settings.naming(Registry.TLS_KEY), key.get());
        try {
            return Optional.of(
                    SslContextBuilder.forServer(chain, secret)
                            .sslProvider(SslProvider.JDK)
                            .build());
        } catch (SSLException | IllegalArgumentException unusable) {
            throw new StartRefused(
                    ExitCode.USAGE,
                    settings.naming(Registry.TLS_CERTIFICATE)
                            + " and "
                            + settings.naming(Registry.TLS_KEY)
                            + " cannot be used: "
                            + unusable.getMessage()
                            + ". Accepted are PEM files, the key as PKCS #8 without a password.");
        }
    }

    private static InputStream read(TextFiles files, String named, Path file) throws StartRefused {
        try {
            return new ByteArrayInputStream(files.read(file).getBytes(StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException missing) {
            throw new StartRefused(ExitCode.USAGE, named + ": there is no file " + file + ".");
        } catch (IOException unreadable) {
            throw new StartRefused(
                    ExitCode.USAGE,
                    named + ": cannot read " + file + ": " + unreadable.getMessage());
        }
    }
}
