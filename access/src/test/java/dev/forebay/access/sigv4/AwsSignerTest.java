package dev.forebay.access.sigv4;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.access.Directory;
import dev.forebay.access.DirectoryChange;
import dev.forebay.access.User;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** What AWS' own signer signs is accepted; what is changed afterwards is not. */
class AwsSignerTest {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final String BODY = "{\"QueueUrl\":\"/q\",\"MessageBody\":\"m\"}";

    private final Keyring keyring = new Keyring();
    private final SignatureCheck check = new SignatureCheck("sqs", keyring.seal);

    private static SdkHttpRequest.Builder post(String path) {
        return SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(URI.create("http://127.0.0.1:9324" + path))
                .putHeader("Content-Type", "application/x-amz-json-1.0")
                .putHeader("X-Amz-Target", "AmazonSQS.SendMessage")
                .putHeader("User-Agent", "test");
    }

    private static PlainRequest signed(SdkHttpRequest request, String secret) {
        return sign(request, AwsCredentialsIdentity.create(Keyring.ID, secret), BODY, List.of());
    }

    private static PlainRequest presigned(SdkHttpRequest request, Duration valid) {
        return sign(
                request,
                AwsCredentialsIdentity.create(Keyring.ID, Keyring.SECRET),
                "",
                List.of(valid));
    }

    private static PlainRequest sign(
            SdkHttpRequest request,
            AwsCredentialsIdentity credentials,
            String body,
            List<Duration> presign) {
        SignRequest.Builder<AwsCredentialsIdentity> asked =
                SignRequest.builder(credentials)
                        .request(request)
                        .payload(ContentStreamProvider.fromUtf8String(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "sqs")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-central-1")
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(NOW, ZoneOffset.UTC));
        for (Duration valid : presign) {
            asked.putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                    .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, valid);
        }
        SdkHttpRequest out = AwsV4HttpSigner.create().sign(asked.build()).request();
        List<String[]> fields = new ArrayList<>();
        out.forEachHeader(
                (name, values) -> values.forEach(value -> fields.add(new String[] {name, value})));
        return new PlainRequest(
                out.method().name(),
                out.encodedPath().isEmpty() ? "/" : out.encodedPath(),
                out.encodedQueryParameters().orElse(""),
                fields,
                body.getBytes(StandardCharsets.UTF_8));
    }

    private Finding find(PlainRequest request, Instant at) {
        return check.check(request, keyring.directory, at.toEpochMilli());
    }

    private Fault fault(PlainRequest request, Instant at) {
        return switch (find(request, at)) {
            case Finding.Refused refused -> refused.fault();
            case Finding finding -> throw new AssertionError("not refused: " + finding);
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/000000000000/orders",
                "/queue/a%20b/",
                "//a/./b/../c",
                "/x?b=2&a=1&a=0&c=d%2Fe%20f&g"
            })
    void accepts_what_the_sdk_signs_in_headers(String path) {
        PlainRequest request = signed(post(path).build(), Keyring.SECRET);

        assertThat(find(request, NOW)).isEqualTo(new Finding.Signed(keyring.key));
        assertThat(find(request, NOW.plusSeconds(60))).isEqualTo(new Finding.Signed(keyring.key));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/?Action=ListQueues",
                "/000000000000/q?Action=SendMessage&MessageBody=a%20b%2Bc%25&Version=2012-11-05"
            })
    void accepts_what_the_sdk_signs_in_the_query_string(String path) {
        SdkHttpRequest get =
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.GET)
                        .uri(URI.create("http://127.0.0.1:9324" + path))
                        .build();

        PlainRequest request = presigned(get, Duration.ofMinutes(5));

        assertThat(request.query()).contains("X-Amz-Signature");
        assertThat(find(request, NOW.plusSeconds(299))).isEqualTo(new Finding.Signed(keyring.key));
        assertThat(fault(request, NOW.plusSeconds(301))).isEqualTo(Fault.EXPIRED);
        assertThat(fault(request, NOW.minus(Duration.ofMinutes(16)))).isEqualTo(Fault.EXPIRED);
        assertThat(
                        fault(
                                request.query(
                                        request.query().replace("Expires=300", "Expires=604800")),
                                NOW))
                .isEqualTo(Fault.MISMATCH);
        assertThat(fault(request.query(request.query() + "&DelaySeconds=1"), NOW))
                .isEqualTo(Fault.MISMATCH);
    }

    @Test
    void refuses_a_wrong_secret() {
        assertThat(fault(signed(post("/").build(), "wrong" + Keyring.SECRET), NOW))
                .isEqualTo(Fault.MISMATCH);
    }

    @Test
    void refuses_a_clock_that_is_off_by_more_than_a_quarter_of_an_hour() {
        PlainRequest request = signed(post("/").build(), Keyring.SECRET);

        assertThat(find(request, NOW.plusSeconds(15 * 60))).isInstanceOf(Finding.Signed.class);
        assertThat(find(request, NOW.minusSeconds(15 * 60))).isInstanceOf(Finding.Signed.class);
        assertThat(fault(request, NOW.plusSeconds(15 * 60 + 1))).isEqualTo(Fault.EXPIRED);
        assertThat(fault(request, NOW.minusSeconds(15 * 60 + 1))).isEqualTo(Fault.EXPIRED);
    }

    @Test
    void refuses_what_was_changed_after_signing() {
        PlainRequest request = signed(post("/a").build(), Keyring.SECRET);

        assertThat(fault(request.body(BODY + " "), NOW)).isEqualTo(Fault.MISMATCH);
        assertThat(fault(request.path("/b"), NOW)).isEqualTo(Fault.MISMATCH);
        assertThat(fault(request.method("PUT"), NOW)).isEqualTo(Fault.MISMATCH);
        assertThat(fault(request.query("x=1"), NOW)).isEqualTo(Fault.MISMATCH);
        assertThat(fault(request.replacing("Host", "evil"), NOW)).isEqualTo(Fault.MISMATCH);
        assertThat(fault(request.replacing("X-Amz-Target", "AmazonSQS.PurgeQueue"), NOW))
                .isEqualTo(Fault.MISMATCH);
        assertThat(fault(request.with("X-Amz-Target", "AmazonSQS.PurgeQueue"), NOW))
                .isEqualTo(Fault.MISMATCH);
        assertThat(fault(request.replacing("X-Amz-Date", "20261124T100100Z"), NOW))
                .isEqualTo(Fault.MISMATCH);
        assertThat(find(request.replacing("User-Agent", "another"), NOW))
                .isInstanceOf(Finding.Signed.class);
    }

    @Test
    void refuses_headers_with_a_say_that_are_not_signed() {
        SdkHttpRequest bare =
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.POST)
                        .uri(URI.create("http://127.0.0.1:9324/"))
                        .build();
        PlainRequest request = signed(bare, Keyring.SECRET);

        assertThat(find(request, NOW)).isInstanceOf(Finding.Signed.class);
        assertThat(fault(request.with("x-amz-target", "AmazonSQS.PurgeQueue"), NOW))
                .isEqualTo(Fault.INCOMPLETE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UNSIGNED-PAYLOAD", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "00"})
    void refuses_a_body_that_is_not_signed(String hash) {
        SdkHttpRequest said = post("/").putHeader("x-amz-content-sha256", hash).build();

        PlainRequest request = signed(said, Keyring.SECRET);

        assertThat(fault(request.replacing("x-amz-content-sha256", hash), NOW))
                .isEqualTo(Fault.MISMATCH);
    }

    @Test
    void refuses_session_tokens_clearly() {
        PlainRequest request =
                sign(
                        post("/").build(),
                        AwsSessionCredentialsIdentity.create(Keyring.ID, Keyring.SECRET, "token"),
                        BODY,
                        List.of());

        assertThat(find(request, NOW))
                .isInstanceOfSatisfying(
                        Finding.Refused.class,
                        refused -> {
                            assertThat(refused.fault()).isEqualTo(Fault.UNKNOWN_KEY);
                            assertThat(refused.text()).contains("session token");
                        });
    }

    @Test
    void refuses_keys_that_do_not_work_any_more() {
        PlainRequest request = signed(post("/").build(), Keyring.SECRET);
        assertThat(find(request, NOW)).isInstanceOf(Finding.Signed.class);

        Directory revoked = keyring.directory.after(new DirectoryChange.RemoveKey(Keyring.ID));
        Directory ended =
                keyring.directory.after(
                        new DirectoryChange.PutKey(keyring.key.endingAt(NOW.toEpochMilli())));
        Directory off =
                keyring.directory.after(
                        new DirectoryChange.PutUser(
                                keyring.user.withState(User.State.SWITCHED_OFF)));

        for (Directory directory : List.of(revoked, ended, off)) {
            assertThat(check.check(request, directory, NOW.toEpochMilli()))
                    .isInstanceOfSatisfying(
                            Finding.Refused.class,
                            refused -> assertThat(refused.fault()).isEqualTo(Fault.UNKNOWN_KEY));
        }
    }

    @Test
    void an_unsigned_request_is_unsigned() {
        assertThat(find(PlainRequest.of("POST", "/", "Action=ListQueues"), NOW))
                .isEqualTo(new Finding.Unsigned());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Basic YTpi",
                "AWS4-HMAC-SHA256",
                "AWS4-HMAC-SHA256 Credential=A/B, SignedHeaders=host, Signature=00",
                "AWS4-HMAC-SHA256 Credential=A/20261124/r/sqs/aws4_request, SignedHeaders=host, Signature=00",
                "AWS4-HMAC-SHA256 Credential=A/20261124/r/sqs/aws4_request, SignedHeaders=x;host,"
                        + " Signature=0000000000000000000000000000000000000000000000000000000000000000",
                "AWS4-HMAC-SHA256 Credential=A/20261124/r/sqs/aws4_request, SignedHeaders=x-amz-date,"
                        + " Signature=0000000000000000000000000000000000000000000000000000000000000000",
                "AWS4-HMAC-SHA256 Signature=a, Signature=b"
            })
    void refuses_what_is_no_whole_signature(String authorization) {
        PlainRequest request =
                PlainRequest.of("POST", "/", "")
                        .with("Host", "a")
                        .with("X-Amz-Date", "20261124T100000Z")
                        .with("Authorization", authorization);

        assertThat(fault(request, NOW)).isEqualTo(Fault.INCOMPLETE);
    }

    @Test
    void refuses_a_request_of_another_service() {
        SignatureCheck other = new SignatureCheck("s3", keyring.seal);

        assertThat(
                        other.check(
                                signed(post("/").build(), Keyring.SECRET),
                                keyring.directory,
                                NOW.toEpochMilli()))
                .isInstanceOf(Finding.Refused.class);
    }
}
