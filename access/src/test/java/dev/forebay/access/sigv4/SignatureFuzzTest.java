package dev.forebay.access.sigv4;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** Whatever a request claims about its signature, it is refused or unsigned, and nothing breaks. */
class SignatureFuzzTest {
    private static final long NOW = 1_790_000_000_000L;

    private final Keyring keyring = new Keyring();
    private final SignatureCheck check = new SignatureCheck("sqs", keyring.seal);

    @FuzzTest
    void any_header_is_refused(byte[] input) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        PlainRequest request =
                PlainRequest.of("POST", "/", "")
                        .with("Host", "a")
                        .with("X-Amz-Date", "20260921T142640Z")
                        .with("Authorization", "AWS4-HMAC-SHA256 " + text);
        assertNotSigned(request);
    }

    @FuzzTest
    void any_query_string_is_refused(byte[] input) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        assertNotSigned(
                PlainRequest.of("GET", "/" + text, "X-Amz-Algorithm=AWS4-HMAC-SHA256&" + text)
                        .with("Host", "a"));
    }

    private void assertNotSigned(PlainRequest request) {
        assertThat(check.check(request, keyring.directory, NOW))
                .isNotInstanceOf(Finding.Signed.class);
    }
}
