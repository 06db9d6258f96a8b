package dev.forebay.log.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Any bytes in the files of a data folder, under right checksums too: read or told to be damaged,
 * without a crash and at a cost that the bytes themselves justify. Searches with {@code
 * JAZZER_FUZZ=1}, replays its corpus otherwise.
 */
class FormatFuzzTest {
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long FIXED_BYTES = 64 * 1024;
    private static final long FACTOR = 16;
    private static final long LOG_ID = 7;
    private static final long SEQUENCE = 9;
    private static final Segment SEGMENT =
            Segment.restore(1, new Segment.Extent(0, 100, 4096, 5, Segment.State.SEALED, 0));

    @FuzzTest
    void any_bytes_are_a_frame_or_not(byte[] input) {
        ByteBuffer file = ByteBuffer.wrap(input);
        cheaply(
                input.length,
                () -> {
                    FrameHeader header = FrameHeader.read(file, 0, LOG_ID, new CRC32C());
                    if (header != null) {
                        read(file, header);
                    }
                    new FrameAudit().salvage(file, 0, input.length, SEQUENCE);
                });
    }

    @FuzzTest
    void a_right_header_over_any_entries_is_a_frame_or_not(byte[] input) {
        int entries = input.length == 0 ? 0 : input[0];
        int bytes = Frame.alignTo(Frame.HEADER_BYTES + input.length, Frame.SECTOR);
        ByteBuffer file = ByteBuffer.allocate(bytes);
        FrameHeader header =
                new FrameHeader(
                        LOG_ID,
                        1,
                        SEQUENCE,
                        3,
                        SEQUENCE - 1,
                        input.length,
                        entries,
                        bytes,
                        Frame.WHOLE,
                        0);
        header.write(file, 0, file.duplicate(), new CRC32C());
        file.put(Frame.HEADER_BYTES, input);
        FrameHeader found = FrameHeader.read(file, 0, LOG_ID, new CRC32C());
        assertThat(found).isEqualTo(header);
        cheaply(input.length, () -> read(file, header));
    }

    private static void read(ByteBuffer file, FrameHeader header) {
        FrameAudit audit = new FrameAudit();
        audit.isSound(file, header);
        audit.isPaddingSound(file, header);
        int from = header.position() + Frame.HEADER_BYTES;
        audit.salvage(file, from, header.position() + header.frameBytes(), header.sequence());
    }

    @FuzzTest
    void any_bytes_are_a_checkpoint_record_or_not(byte[] input) {
        cheaply(
                input.length,
                () -> {
                    CheckpointRecord.Read read =
                            CheckpointRecord.decode(ByteBuffer.wrap(input), 0, 0, 1);
                    assertThat(read == null || read.bytes() <= input.length).isTrue();
                });
    }

    @FuzzTest
    void any_payload_is_a_checkpoint_or_refused(byte[] input) {
        ByteBuffer record = CheckpointRecord.encode(input, 0, 1, LOG_ID);
        CheckpointRecord.Read read = CheckpointRecord.decode(record, 0, 0, 1);
        assertThat(read).isNotNull();
        cheaply(
                input.length,
                () -> {
                    try {
                        CheckpointData.decode(ByteBuffer.wrap(input));
                    } catch (IOException refused) {
                        assertThat(refused).isNotNull();
                    }
                });
    }

    @FuzzTest
    void any_bytes_are_an_index_or_not(byte[] input) {
        ByteBuffer bytes = ByteBuffer.wrap(input);
        cheaply(input.length, () -> IndexFiles.decode(bytes, SEGMENT));
        if (input.length >= IndexFiles.HEADER_BYTES) {
            ByteBuffer sealed = IndexFiles.encode(SEGMENT, new SparseIndex());
            ByteBuffer forged = ByteBuffer.wrap(input.clone());
            forged.put(0, sealed, 0, IndexFiles.HEADER_BYTES - 2 * Integer.BYTES);
            forged.putInt(
                    Integer.BYTES, Frame.crc(new CRC32C(), forged.duplicate(), 8, input.length));
            cheaply(input.length, () -> IndexFiles.decode(forged, SEGMENT));
        }
    }

    private static void cheaply(int inputBytes, Runnable read) {
        // Once unmeasured: loading a class costs memory that no input is to blame for.
        assertThatNoException().isThrownBy(read::run);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        read.run();
        long used = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat(used).isLessThanOrEqualTo(FACTOR * inputBytes + FIXED_BYTES);
    }
}
