package dev.forebay.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forebay.engine.LeaseId;
import dev.forebay.sqs.codec.SqsFailure;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class ReceiptHandlesTest {
    private static final LeaseId LEASE = new LeaseId(3, 1L << 40, 2, -7);
    private final ReceiptHandles handles = new ReceiptHandles(new byte[32]);

    @Test
    void a_handle_names_its_lease() {
        assertThat(handles.read(5, handles.issue(5, LEASE))).isEqualTo(LEASE);
    }

    @Test
    void a_handle_of_another_queue_is_refused() {
        String handle = handles.issue(5, LEASE);
        assertThatThrownBy(() -> handles.read(6, handle)).isInstanceOf(SqsFailure.class);
    }

    @Test
    void a_handle_under_another_key_is_refused() {
        byte[] key = new byte[32];
        key[0] = 1;
        String forged = new ReceiptHandles(key).issue(5, LEASE);
        assertThatThrownBy(() -> handles.read(5, forged)).isInstanceOf(SqsFailure.class);
    }

    @Test
    void no_flipped_bit_passes() {
        byte[] bytes = Base64.getUrlDecoder().decode(handles.issue(5, LEASE));
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            String handle = Base64.getUrlEncoder().encodeToString(flipped);
            assertThatThrownBy(() -> handles.read(5, handle))
                    .as("bit %d", bit)
                    .isInstanceOf(SqsFailure.class);
        }
    }
}
