package dev.forebay.amqp.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Good streams, mutated, and bytes by chance: read or refused, whatever they are cut into, with no
 * more memory than arrived and none at the end. A failure names its seed.
 */
final class CodecMutationTest {
    private static final int RUNS = 20_000;

    /** Buffers double as they grow, and the socket's buffer is one more copy. */
    private static final int FACTOR = 4;

    private static final int FREE_BYTES = 4096;

    @Test
    void good_streams_are_read_whole() {
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            byte[] stream = stream(random);
            Receiving receiving = receive(seed, random, stream);
            assertThat(receiving.faults()).as("seed %s", seed).isEmpty();
            assertThat(receiving.commands()).as("seed %s", seed).isPositive();
        }
    }

    @Test
    void mutated_streams_are_read_or_refused() {
        int refused = 0;
        int commands = 0;
        for (long seed = 0; seed < RUNS; seed++) {
            Random random = new Random(seed);
            byte[] stream = mutated(stream(random), random);
            Receiving receiving = receive(seed, random, stream);
            refused += receiving.faults().isEmpty() ? 0 : 1;
            commands += receiving.commands();
        }
        assertThat(refused).isBetween(RUNS / 4, RUNS - RUNS / 100);
        assertThat(commands).isGreaterThan(RUNS);
    }

    @Test
    void bytes_by_chance_are_read_or_refused() {
        for (long seed = 0; seed < RUNS; seed++) {
            Random random = new Random(seed);
            byte[] payload = Wire.random(random, random.nextInt(200));
            if (payload.length > 4 && random.nextBoolean()) {
                MethodKind[] kinds = MethodKind.values();
                MethodKind kind = kinds[random.nextInt(kinds.length)];
                payload[0] = 0;
                payload[1] = (byte) kind.classId();
                payload[2] = 0;
                payload[3] = (byte) kind.methodId();
            }
            byte[] stream =
                    random.nextInt(4) == 0
                            ? payload
                            : Wire.frame(1 + random.nextInt(3), random.nextInt(3), payload);
            receive(seed, random, stream);
        }
    }

    private static Receiving receive(long seed, Random random, byte[] stream) {
        Receiving receiving = new Receiving();
        try {
            int at = 0;
            while (at < stream.length) {
                int end = Math.min(stream.length, at + 1 + random.nextInt(2000));
                receiving.take(stream, at, end);
                at = end;
                assertThat(receiving.bytesHeld())
                        .as("seed %s", seed)
                        .isLessThanOrEqualTo((long) FACTOR * at + FREE_BYTES);
            }
        } catch (RuntimeException | Error defect) {
            throw new AssertionError("seed " + seed, defect);
        } finally {
            receiving.close();
        }
        assertThat(receiving.bytesHeld()).as("seed %s", seed).isZero();
        return receiving;
    }

    private static byte[] stream(Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        MethodKind[] kinds = MethodKind.values();
        for (int left = 1 + random.nextInt(5); left > 0; left--) {
            MethodKind kind =
                    random.nextBoolean()
                            ? MethodKind.BASIC_PUBLISH
                            : kinds[random.nextInt(kinds.length)];
            int channel = 1 + random.nextInt(2);
            out.writeBytes(Wire.frame(1, channel, MethodsOfAllKinds.payload(kind, random)));
            switch (kind) {
                case BASIC_PUBLISH, BASIC_DELIVER, BASIC_RETURN, BASIC_GET_OK ->
                        content(channel, random, out);
                default -> {
                    // no content
                }
            }
            if (random.nextInt(4) == 0) {
                out.writeBytes(Wire.frame(8, 0, new byte[0]));
            }
        }
        return out.toByteArray();
    }

    private static void content(int channel, Random random, ByteArrayOutputStream out) {
        byte[] body = Wire.random(random, random.nextInt(4) * random.nextInt(3000));
        byte[] properties = {0, 0};
        byte[] table = random.nextBoolean() ? Wire.tableOfTables(3) : Wire.tableOfArrays(3);
        if (random.nextBoolean()) {
            properties = Wire.join(new byte[] {(byte) 0xA0, 0, 1, 't'}, table);
        }
        out.writeBytes(Wire.frame(2, channel, Wire.header(60, 0, body.length, properties)));
        int at = 0;
        while (at < body.length) {
            int end = Math.min(body.length, at + 1 + random.nextInt(2000));
            out.writeBytes(Wire.frame(3, channel, Arrays.copyOfRange(body, at, end)));
            at = end;
        }
    }

    private static byte[] mutated(byte[] stream, Random random) {
        byte[] bytes = stream.clone();
        for (int left = 1 + random.nextInt(3); left > 0 && bytes.length > 8; left--) {
            int at = random.nextInt(bytes.length - 4);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt();
                case 2 -> Arrays.fill(bytes, at, at + 4, (byte) -random.nextInt(2));
                case 3 -> bytes = Arrays.copyOf(bytes, at);
                case 4 -> {
                    int end = Math.min(bytes.length, at + 1 + random.nextInt(40));
                    bytes =
                            Wire.join(
                                    Arrays.copyOf(bytes, end),
                                    Arrays.copyOfRange(bytes, at, bytes.length));
                }
                default -> {
                    int end = Math.min(bytes.length, at + 1 + random.nextInt(40));
                    bytes =
                            Wire.join(
                                    Arrays.copyOf(bytes, at),
                                    Arrays.copyOfRange(bytes, end, bytes.length));
                }
            }
        }
        return bytes;
    }
}
