package dev.forebay.access.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.forebay.access.Operation;
import java.nio.charset.StandardCharsets;

/** Any text is a policy that can be asked, or is refused with a reason. */
class PolicyFuzzTest {
    private static final Situation ANN = new Situation("ann", "10.1.2.3", false, "");

    @FuzzTest
    void a_policy_is_read_or_refused(byte[] input) {
        try {
            QueuePolicy policy =
                    PolicyReader.read(new String(input, StandardCharsets.UTF_8), "orders");
            assertThat(policy.verdict(Operation.SEND, ANN)).isNotNull();
        } catch (PolicyRefused refused) {
            assertThat(refused.text()).isNotBlank();
        }
    }

    @FuzzTest
    void a_condition_is_read_or_refused(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8).replace("\"", "");
        String json =
                "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\","
                        + "\"Resource\":\"*\",\"Condition\":{\"IpAddress\":{\"aws:SourceIp\":\""
                        + text
                        + "\"}}}}";
        try {
            assertThat(PolicyReader.read(json, "orders").verdict(Operation.SEND, ANN)).isNotNull();
        } catch (PolicyRefused refused) {
            assertThat(refused.text()).isNotBlank();
        }
    }
}
