package dev.forebay.amqp;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * A line that TLS encrypts.
 *
 * @param protocol such as {@code TLSv1.3}
 * @param cipher the name of its suite
 * @param client the certificate that the client showed, if it did
 */
public record TlsLine(String protocol, String cipher, Optional<X509Certificate> client) {
    /** That of a socket; empty without TLS. */
    static Optional<TlsLine> of(Channel socket) {
        SslHandler tls = socket.pipeline().get(SslHandler.class);
        return tls == null ? Optional.empty() : Optional.of(of(tls.engine().getSession()));
    }

    private static TlsLine of(SSLSession session) {
        return new TlsLine(session.getProtocol(), session.getCipherSuite(), shown(session));
    }

    private static Optional<X509Certificate> shown(SSLSession session) {
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate own
                    ? Optional.of(own)
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException none) {
            return Optional.empty();
        }
    }
}
