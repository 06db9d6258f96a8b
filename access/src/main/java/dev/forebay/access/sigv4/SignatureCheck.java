package dev.forebay.access.sigv4;

import dev.forebay.access.AccessKey;
import dev.forebay.access.Directory;
import dev.forebay.access.login.Seal;
import dev.forebay.access.login.Seal.SealBroken;
import dev.forebay.access.sigv4.Finding.Refused;
import dev.forebay.access.sigv4.SignatureClaim.Form;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks the signatures of one service's requests. Thread-safe. */
public final class SignatureCheck {
    /** How far a client's clock may be off. */
    public static final Duration SKEW = Duration.ofMinutes(15);

    private static final Logger LOG = LoggerFactory.getLogger(SignatureCheck.class);
    private static final String CONTENT_HASH = "x-amz-content-sha256";
    private static final String TOKEN = "X-Amz-Security-Token";

    private final String service;
    private final SigningKeys keys;

    public SignatureCheck(String service, Seal seal) {
        this.service = service;
        this.keys = new SigningKeys(seal);
    }

    /**
     * Checks a request.
     *
     * @param directory the keys there are
     * @param wall wall-clock ms
     */
    public Finding check(SignedRequest request, Directory directory, long wall) {
        Optional<SignatureClaim> read;
        try {
            read = ClaimReader.read(request);
        } catch (ClaimReader.Unreadable unreadable) {
            return new Refused(Fault.INCOMPLETE, "", unreadable.text());
        }
        if (read.isEmpty()) {
            return new Finding.Unsigned();
        }
        SignatureClaim claim = read.get();
        Finding early = early(request, claim, wall);
        if (early != null) {
            return early;
        }
        AccessKey key = directory.workingKey(claim.keyId(), wall);
        if (key == null) {
            return new Refused(
                    Fault.UNKNOWN_KEY,
                    claim.keyId(),
                    "The security token included in the request is invalid.");
        }
        return compare(request, claim, key);
    }

    /** What is wrong whatever the key. */
    private @Nullable Finding early(SignedRequest request, SignatureClaim claim, long wall) {
        if (!claim.service().equals(service)) {
            return new Refused(
                    Fault.MISMATCH,
                    claim.keyId(),
                    "Credential should be scoped to correct service: '" + service + "'.");
        }
        if (request.header(TOKEN) != null || CanonicalQuery.has(request.query(), TOKEN)) {
            return new Refused(
                    Fault.UNKNOWN_KEY,
                    claim.keyId(),
                    "This server issues no temporary credentials: sign without a session token.");
        }
        String unsigned = unsignedHeader(request, claim.signedHeaders());
        if (!unsigned.isEmpty()) {
            return new Refused(
                    Fault.INCOMPLETE,
                    claim.keyId(),
                    "SignedHeaders must name the header " + unsigned + ".");
        }
        OptionalLong signedAt = SignatureDate.millis(claim.date());
        if (signedAt.isEmpty()) {
            return new Refused(
                    Fault.INCOMPLETE, claim.keyId(), "X-Amz-Date must be yyyymmddThhmmssZ.");
        }
        return timely(claim, signedAt.getAsLong(), wall);
    }

    private static @Nullable Finding timely(SignatureClaim claim, long signedAt, long wall) {
        long skew = SKEW.toMillis();
        if (signedAt > wall + skew) {
            return new Refused(
                    Fault.EXPIRED,
                    claim.keyId(),
                    "Signature not yet current: it was made more than 15 minutes in the future. Set"
                            + " the client's clock.");
        }
        long valid = claim.form() == Form.QUERY ? claim.validSeconds() * 1_000 : skew;
        if (wall > signedAt + valid) {
            return new Refused(
                    Fault.EXPIRED,
                    claim.keyId(),
                    claim.form() == Form.QUERY
                            ? "The request has expired."
                            : "Signature expired: it was made more than 15 minutes ago. Set the"
                                    + " client's clock.");
        }
        return null;
    }

    /** A field that decides what the request means, and is not under the signature; else empty. */
    private static String unsignedHeader(SignedRequest request, List<String> signed) {
        if (!signed.contains("host")) {
            return "host";
        }
        for (String name : request.headerNames()) {
            if (name.regionMatches(true, 0, "x-amz-", 0, "x-amz-".length())) {
                String lower = name.toLowerCase(Locale.ROOT);
                if (!signed.contains(lower)) {
                    return lower;
                }
            }
        }
        return "";
    }

    private Finding compare(SignedRequest request, SignatureClaim claim, AccessKey key) {
        String bodyHash = Hashes.sha256(request.body(), request.bodyLength());
        String saidHash = request.header(CONTENT_HASH);
        if (saidHash != null && !saidHash.equals(bodyHash)) {
            return mismatch(
                    claim,
                    saidHash.equals("UNSIGNED-PAYLOAD") || saidHash.startsWith("STREAMING-")
                            ? "X-Amz-Content-SHA256 must be the hash of the body: a body that is not"
                                    + " signed is not accepted."
                            : "X-Amz-Content-SHA256 is not the hash of the body.");
        }
        SecretKeySpec signingKey;
        try {
            signingKey = keys.of(key, claim);
        } catch (SealBroken broken) {
            LOG.atError()
                    .addKeyValue("key", key.id())
                    .log("the secret of an access key cannot be read: the server's key changed");
            return new Refused(
                    Fault.UNKNOWN_KEY,
                    claim.keyId(),
                    "The security token included in the request is invalid.");
        }
        String canonical = canonical(request, claim, bodyHash);
        byte[] canonicalBytes = canonical.getBytes(StandardCharsets.UTF_8);
        String toSign =
                SignatureClaim.ALGORITHM
                        + "\n"
                        + claim.date()
                        + "\n"
                        + claim.scope()
                        + "\n"
                        + Hashes.sha256(canonicalBytes, canonicalBytes.length);
        byte[] right = Hashes.hmac(signingKey, toSign.getBytes(StandardCharsets.UTF_8));
        byte[] given = hex(claim.signature());
        if (!MessageDigest.isEqual(right, given)) {
            return mismatch(
                    claim,
                    "The request signature we calculated does not match the signature you provided."
                            + " Check your AWS Secret Access Key and signing method.");
        }
        keys.keep(claim, signingKey);
        return new Finding.Signed(key);
    }

    private static Finding mismatch(SignatureClaim claim, String text) {
        return new Refused(Fault.MISMATCH, claim.keyId(), text);
    }

    private static String canonical(SignedRequest request, SignatureClaim claim, String bodyHash) {
        StringBuilder out = new StringBuilder(512);
        out.append(request.method()).append('\n');
        CanonicalPath.append(request.path(), out);
        out.append('\n');
        CanonicalQuery.append(request.query(), out);
        out.append('\n');
        for (String name : claim.signedHeaders()) {
            out.append(name).append(':');
            appendValues(request.headers(name), out);
            out.append('\n');
        }
        out.append('\n').append(String.join(";", claim.signedHeaders())).append('\n');
        return out.append(bodyHash).toString();
    }

    /** Values joined by commas, each trimmed and with runs of blanks made one. */
    private static void appendValues(List<String> values, StringBuilder out) {
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            String value = values.get(i).strip();
            for (int at = 0; at < value.length(); at++) {
                char c = value.charAt(at);
                if (c != ' ' || value.charAt(at - 1) != ' ') {
                    out.append(c);
                }
            }
        }
    }

    private static byte[] hex(String signature) {
        try {
            return HexFormat.of().parseHex(signature);
        } catch (IllegalArgumentException notHex) {
            return new byte[0];
        }
    }
}
