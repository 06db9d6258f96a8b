package dev.forebay.bench.access;

import dev.forebay.access.AccessKey;
import dev.forebay.access.Directory;
import dev.forebay.access.DirectoryChange;
import dev.forebay.access.Grant;
import dev.forebay.access.Right;
import dev.forebay.access.Rights;
import dev.forebay.access.User;
import dev.forebay.access.login.Seal;
import dev.forebay.access.sigv4.SignedRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The request that AWS published as {@code post-x-www-form-urlencoded}, and whose key it is. */
final class PublishedRequest implements SignedRequest {
    static final long SIGNED_AT = Instant.parse("2015-08-30T12:36:00Z").toEpochMilli();
    static final String SERVICE = "service";
    static final String USER = "ann";
    static final String QUEUE = "orders";

    private static final String KEY = "AKIDEXAMPLE";
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final byte[] BODY = "Param1=value1".getBytes(StandardCharsets.US_ASCII);

    private final Map<String, List<String>> fields = new TreeMap<>();

    PublishedRequest() {
        field("host", "example.amazonaws.com");
        field("content-type", "application/x-www-form-urlencoded");
        field("x-amz-date", "20150830T123600Z");
        field(
                "authorization",
                "AWS4-HMAC-SHA256 Credential="
                        + KEY
                        + "/20150830/us-east-1/service/aws4_request,"
                        + " SignedHeaders=content-type;host;x-amz-date, Signature="
                        + "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a");
    }

    private void field(String name, String value) {
        fields.put(name, List.of(value));
    }

    /** A directory in which that key belongs to a user who may send. */
    static Directory directory(Seal seal) {
        User user =
                new User(
                        USER,
                        Set.of(),
                        List.of(
                                new Grant("bills-*", Rights.of(Right.RECEIVE)),
                                new Grant("ord*", Rights.of(Right.SEND))),
                        Optional.empty(),
                        0,
                        User.State.ACTIVE,
                        0);
        byte[] sealed = seal.close(KEY, SECRET.getBytes(StandardCharsets.UTF_8));
        AccessKey key = new AccessKey(KEY, USER, sealed, 0, Long.MAX_VALUE);
        return Directory.EMPTY
                .after(new DirectoryChange.PutUser(user))
                .after(new DirectoryChange.PutKey(key));
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String path() {
        return "/";
    }

    @Override
    public String query() {
        return "";
    }

    @Override
    public @Nullable String header(String name) {
        List<String> values = headers(name);
        return values.isEmpty() ? null : values.getFirst();
    }

    @Override
    public List<String> headers(String name) {
        return fields.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    @Override
    public Iterable<String> headerNames() {
        return fields.keySet();
    }

    @Override
    public byte[] body() {
        return BODY;
    }

    @Override
    public int bodyLength() {
        return BODY.length;
    }
}
