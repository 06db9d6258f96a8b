package dev.forebay.amqp;

import io.netty.channel.Channel;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** Whom a client's certificate names, once TLS has found it good. */
final class ClientCertificate {
    private ClientCertificate() {}

    /**
     * The common name of a connection's peer; none without TLS, without a certificate, or when the
     * certificate does not have just one.
     */
    static Optional<String> commonName(Channel socket) {
        return TlsLine.of(socket)
                .flatMap(TlsLine::client)
                .flatMap(own -> commonName(own.getSubjectX500Principal().getName()));
    }

    private static Optional<String> commonName(String subject) {
        try {
            List<String> names =
                    new LdapName(subject)
                            .getRdns().stream()
                                    .filter(part -> part.getType().equalsIgnoreCase("CN"))
                                    .map(Rdn::getValue)
                                    .map(Object::toString)
                                    .toList();
            return names.size() == 1 ? Optional.of(names.getFirst()) : Optional.empty();
        } catch (InvalidNameException unreadable) {
            return Optional.empty();
        }
    }
}
