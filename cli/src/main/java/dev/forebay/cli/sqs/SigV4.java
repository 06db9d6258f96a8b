package dev.forebay.cli.sqs;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs as AWS' Signature Version 4 wants it, for the one kind of request that is made here: a POST
 * of {@code /} without a query. That keeps Amazon's SDK out of a program that starts in a moment.
 */
public final class SigV4 implements RequestSigner {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String MAC = "HmacSHA256";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int DAY = "yyyyMMdd".length();

    private final AwsKey key;
    private final String region;
    private final InstantSource clock;

    /** With a key, for a region, by a clock that may be off by some minutes. */
    public SigV4(AwsKey key, String region, InstantSource clock) {
        this.key = key;
        this.region = region;
        this.clock = clock;
    }

    @Override
    public void sign(HttpRequest.Builder request, URI server, String target, byte[] body) {
        String time = TIME.format(clock.instant());
        String scope = time.substring(0, DAY) + "/" + region + "/sqs/aws4_request";
        Map<String, String> added = new TreeMap<>(Map.of("x-amz-date", time));
        if (!key.session().isEmpty()) {
            added.put("x-amz-security-token", key.session());
        }
        Map<String, String> signed = new TreeMap<>(added);
        signed.put("host", server.getRawAuthority()); // as the JDK's client says it
        signed.put("x-amz-target", target);
        String names = String.join(";", signed.keySet());
        String canonical =
                "POST\n/\n\n%s\n%s\n%s".formatted(lines(signed), names, hex(sha256(body)));
        String toSign = String.join("\n", ALGORITHM, time, scope, hex(sha256(bytes(canonical))));
        added.forEach(request::header);
        request.header(
                "Authorization",
                "%s Credential=%s/%s, SignedHeaders=%s, Signature=%s"
                        .formatted(
                                ALGORITHM,
                                key.id(),
                                scope,
                                names,
                                hex(hmac(signingKey(scope), toSign))));
    }

    private static String lines(Map<String, String> headers) {
        return headers.entrySet().stream()
                .map(header -> header.getKey() + ":" + header.getValue() + "\n")
                .collect(Collectors.joining());
    }

    private byte[] signingKey(String scope) {
        byte[] made = bytes("AWS4" + key.secret());
        for (String part : scope.split("/", -1)) {
            made = hmac(made, part);
        }
        return made;
    }

    private static byte[] hmac(byte[] secret, String text) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(secret, MAC));
            return mac.doFinal(bytes(text));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("each JDK has " + MAC, impossible);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("each JDK has SHA-256", impossible);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
