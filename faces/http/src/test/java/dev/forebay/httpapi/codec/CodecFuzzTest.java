package dev.forebay.httpapi.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.forebay.engine.LeaseId;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.Send;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Any bytes are a request that can be carried out, or are refused with a reason. */
class CodecFuzzTest {
    private static final int QUEUE = 7;
    private static final LeaseTokens TOKENS = new LeaseTokens(new byte[32]);

    @FuzzTest
    void a_message_is_read_or_refused(byte[] input) {
        try {
            Send send = Json.read(input, input.length, in -> MessageIn.read(in, 0));
            assertThat(send.message().body().remaining()).isLessThanOrEqualTo(input.length);
        } catch (ApiFailure refused) {
            assertThat(refused.problem().detail()).isNotBlank();
        }
    }

    @FuzzTest
    void settings_are_read_or_refused_and_read_again_as_they_were_written(byte[] input) {
        QueueSettings read;
        try {
            read = Json.read(input, input.length, CodecFuzzTest::settings);
        } catch (ApiFailure refused) {
            assertThat(refused.problem().detail()).isNotBlank();
            return;
        }
        byte[] written = written(read);
        assertThat(Json.read(written, written.length, CodecFuzzTest::settings)).isEqualTo(read);
    }

    private static QueueSettings settings(JsonIn in) {
        return SettingsIn.read(in, QueueSettings.defaults());
    }

    private static byte[] written(QueueSettings settings) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonOut out = Json.write(bytes)) {
            out.begin();
            SettingsOut.write(out, settings);
            out.end();
        }
        return bytes.toByteArray();
    }

    @FuzzTest
    void no_bytes_name_a_lease(byte[] input) {
        assertThat(TOKENS.read(QUEUE, new String(input, StandardCharsets.ISO_8859_1))).isNull();
    }

    @Test
    void a_lease_is_named_for_its_queue_alone_and_by_each_character() {
        LeaseId lease = new LeaseId(1, 2, 3, 4);
        String token = TOKENS.issue(QUEUE, lease);

        assertThat(TOKENS.read(QUEUE, token)).isEqualTo(lease);
        assertThat(TOKENS.read(QUEUE + 1, token)).isNull();
        for (int i = 0; i < token.length(); i++) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            String forged = token.substring(0, i) + other + token.substring(i + 1);
            assertThat(TOKENS.read(QUEUE, forged)).as("%s changed", i).isNull();
        }
    }
}
