package dev.forebay.server.process;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The certificates of a PEM file, which may hold text and keys beside them. */
final class CertificateChain {
    private static final Pattern CERTIFICATE =
            Pattern.compile("-+BEGIN [^-]*CERTIFICATE-+([A-Za-z0-9+/=\\s]+)-+END ");

    private CertificateChain() {}

    /**
     * When the first of them ends, since clients then refuse the whole chain.
     *
     * @throws CertificateException when one cannot be read, or there is none
     */
    static Instant end(String pem) throws CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        Instant end = Instant.MAX;
        for (MatchResult match : CERTIFICATE.matcher(pem).results().toList()) {
            byte[] bytes = Base64.getMimeDecoder().decode(match.group(1));
            X509Certificate certificate =
                    (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(bytes));
            Instant its = certificate.getNotAfter().toInstant();
            end = its.isBefore(end) ? its : end;
        }
        if (end.equals(Instant.MAX)) {
            throw new CertificateException("there is no certificate in it");
        }
        return end;
    }
}
