package dev.forebay.log.record;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Records drawn from a seed, with the shapes that break codecs: null, empty, long, many, UTF-8. */
final class RandomRecords {
    private static final String[] NAMES = {"", "a", "forebay-id", "Größe", "数", "x".repeat(70)};

    record Entry(
            long timestamp,
            @Nullable ByteBuffer key,
            @Nullable ByteBuffer value,
            List<Header> headers) {}

    private final Random random;

    RandomRecords(long seed) {
        random = new Random(seed);
    }

    List<Entry> draw() {
        int count = 1 + random.nextInt(random.nextInt(8) == 0 ? 300 : 6);
        long base = random.nextLong(2_000_000_000_000L);
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long timestamp = random.nextInt(10) == 0 ? random.nextLong(1L << 60) : base + i * 7L;
            entries.add(new Entry(timestamp, field(), field(), headers()));
        }
        return entries;
    }

    private @Nullable ByteBuffer field() {
        return switch (random.nextInt(6)) {
            case 0 -> null;
            case 1 -> ByteBuffer.allocate(0);
            case 2 -> bytes(random.nextInt(5000));
            default -> bytes(random.nextInt(40));
        };
    }

    private List<Header> headers() {
        List<Header> headers = new ArrayList<>();
        for (int i = random.nextInt(4) * random.nextInt(3); i > 0; i--) {
            headers.add(new Header(NAMES[random.nextInt(NAMES.length)], bytes(random.nextInt(9))));
        }
        return headers;
    }

    private ByteBuffer bytes(int length) {
        byte[] bytes = new byte[length + 3];
        random.nextBytes(bytes);
        return ByteBuffer.wrap(bytes, 2, length);
    }
}
