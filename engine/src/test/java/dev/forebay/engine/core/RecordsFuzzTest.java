package dev.forebay.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.forebay.engine.Schedule;
import dev.forebay.engine.struct.HeapShare;
import dev.forebay.engine.struct.LeaseTable;
import java.lang.management.ManagementFactory;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Any bytes in the engine's own records: read or refused, without a crash and at a cost that the
 * bytes themselves justify. Searches with {@code JAZZER_FUZZ=1}, replays its corpus otherwise.
 */
class RecordsFuzzTest {
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long FIXED_BYTES = 64 * 1024;
    private static final long FACTOR = 16;
    private static final int MESSAGES = 100;

    @FuzzTest
    void any_bytes_are_a_record_of_the_catalog_or_not(byte[] input) {
        cheaply(input, CatalogCodec::read);
    }

    @FuzzTest
    void any_bytes_are_a_record_of_the_journal_or_not(byte[] input) {
        cheaply(input, JournalReader::sequences);
    }

    @FuzzTest
    void any_bytes_after_messages_are_a_history_of_them_or_not(byte[] input) {
        cheaply(input, record -> JournalReader.replay(record, someMessages(), MESSAGES));
    }

    @FuzzTest
    void any_bytes_are_a_snapshot_or_not(byte[] input) {
        cheaply(input, SnapshotCodec::readHead);
        cheaply(input, SnapshotCodec::readMark);
        cheaply(input, bytes -> SnapshotCodec.read(bytes, empty()));
    }

    @FuzzTest
    void any_bytes_are_a_record_of_a_schedule_or_not(byte[] input) {
        cheaply(input, bytes -> ScheduleCodec.read(bytes, SCHEDULES));
    }

    private static final ScheduleCodec.Reader SCHEDULES =
            new ScheduleCodec.Reader() {
                @Override
                public ScheduleEntry whole(long id, Schedule schedule) {
                    return new ScheduleEntry(id, schedule, new ScheduleTimes(), entry -> {});
                }

                @Override
                public @Nullable ScheduleEntry progress(long id) {
                    return null;
                }

                @Override
                public void gone(long id) {}
            };

    private static DeliveryState empty() {
        return new DeliveryState(new LeaseTable(), new HeapShare(), 0, Order.Kind.FREE);
    }

    private static DeliveryState someMessages() {
        DeliveryState state = empty();
        for (int offset = 0; offset < MESSAGES; offset++) {
            state.appended(offset, offset, offset, 10, 0);
        }
        return state;
    }

    private interface Decoder {
        void read(ByteBuffer bytes);
    }

    private static void cheaply(byte[] input, Decoder decoder) {
        // Once unmeasured: loading a class costs memory that no input is to blame for.
        attempt(input, decoder);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        attempt(input, decoder);
        long used = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat(used).isLessThanOrEqualTo(FACTOR * input.length + FIXED_BYTES);
    }

    private static void attempt(byte[] input, Decoder decoder) {
        try {
            decoder.read(ByteBuffer.wrap(input));
        } catch (IllegalStateException
                | IllegalArgumentException
                | ArithmeticException
                | BufferUnderflowException refused) {
            assertThat(refused).isNotNull();
        }
    }
}
