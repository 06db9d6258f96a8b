package dev.forebay.access.sigv4;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** AWS' Signature Version 4 test suite: what it signed is accepted here. */
class PublishedVectorsTest {
    private static final long THEN = Instant.parse("2015-08-30T12:36:00Z").toEpochMilli();
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String SLASH =
            "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";

    private final Keyring keyring = new Keyring();
    private final SignatureCheck check = new SignatureCheck("service", keyring.seal);

    private static Arguments plain(
            String name, String method, String path, String query, String signature) {
        return Arguments.of(name, PlainRequest.of(method, path, query), "", signature);
    }

    private static Arguments headed(
            String name, PlainRequest request, String headers, String signature) {
        return Arguments.of(name, request, headers, signature);
    }

    private static PlainRequest get() {
        return PlainRequest.of("GET", "/", "");
    }

    private static PlainRequest post() {
        return PlainRequest.of("POST", "/", "");
    }

    static Stream<Arguments> suite() {
        return Stream.of(
                plain("get-vanilla", "GET", "/", "", SLASH),
                plain("get-relative", "GET", "/example/..", "", SLASH),
                plain("get-relative-relative", "GET", "/example1/example2/../..", "", SLASH),
                plain("get-slash", "GET", "//", "", SLASH),
                plain("get-slash-dot-slash", "GET", "/./", "", SLASH),
                plain(
                        "get-vanilla-empty-query-key",
                        "GET",
                        "/",
                        "Param1=value1",
                        "a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb"),
                plain(
                        "get-utf8",
                        "GET",
                        "/\u1234",
                        "",
                        "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85"),
                plain(
                        "get-slashes",
                        "GET",
                        "//example//",
                        "",
                        "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84"),
                plain(
                        "get-slash-pointless-dot",
                        "GET",
                        "/./example",
                        "",
                        "ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5"),
                plain(
                        "get-space",
                        "GET",
                        "/example space/",
                        "",
                        "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741"),
                plain(
                        "post-vanilla",
                        "POST",
                        "/",
                        "",
                        "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
                plain(
                        "post-vanilla-empty-query-value",
                        "POST",
                        "/",
                        "Param1=value1",
                        "28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11"),
                headed(
                        "get-header-key-duplicate",
                        get().with("My-Header1", "value2")
                                .with("My-Header1", "value2")
                                .with("My-Header1", "value1"),
                        "my-header1",
                        "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea"),
                headed(
                        "get-header-value-order",
                        get().with("My-Header1", "value4")
                                .with("My-Header1", "value1")
                                .with("My-Header1", "value3")
                                .with("My-Header1", "value2"),
                        "my-header1",
                        "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01"),
                headed(
                        "get-header-value-trim",
                        get().with("My-Header1", " value1").with("My-Header2", " \"a   b   c\""),
                        "my-header1;my-header2",
                        "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"),
                headed(
                        "post-header-key-sort",
                        post().with("My-Header1", "value1"),
                        "my-header1",
                        "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c"),
                headed(
                        "post-header-value-case",
                        post().with("My-Header1", "VALUE1"),
                        "my-header1",
                        "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d"),
                headed(
                        "post-x-www-form-urlencoded",
                        post().with("Content-Type", FORM).body("Param1=value1"),
                        "content-type",
                        "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"),
                headed(
                        "post-x-www-form-urlencoded-parameters",
                        post().with("Content-Type", FORM + "; charset=utf8").body("Param1=value1"),
                        "content-type",
                        "1a72ec8f64bd914b0e42e42607c7fbce7fb2c7465f63e3092b3b0d39fa77a6fe"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("suite")
    void is_accepted_as_published(
            String name, PlainRequest request, String headers, String signature) {
        String signed =
                headers.isEmpty()
                        ? "host;x-amz-date"
                        : headers.startsWith("content")
                                ? headers + ";host;x-amz-date"
                                : "host;" + headers + ";x-amz-date";
        PlainRequest whole =
                request.with("Host", "example.amazonaws.com")
                        .with("X-Amz-Date", "20150830T123600Z")
                        .with(
                                "Authorization",
                                "AWS4-HMAC-SHA256 Credential="
                                        + Keyring.ID
                                        + "/20150830/us-east-1/service/aws4_request, SignedHeaders="
                                        + signed
                                        + ", Signature="
                                        + signature);

        assertThat(check.check(whole, keyring.directory, THEN))
                .isEqualTo(new Finding.Signed(keyring.key));
        assertThat(check.check(whole.method("PUT"), keyring.directory, THEN))
                .isInstanceOfSatisfying(
                        Finding.Refused.class,
                        refused -> assertThat(refused.fault()).isEqualTo(Fault.MISMATCH));
    }
}
