package dev.forebay.engine.struct;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Says of hashes that were added that they may be there, and of nearly all others that they are
 * not: a Bloom filter whose bits for one hash are all in one cache line. With 20 bits for each hash
 * fewer than one in a thousand of the others is taken for one that was added.
 */
public final class HashFilter {
    private static final int BITS_A_HASH = 20;
    private static final int LINE_BITS = 512;
    private static final int LINE_LONGS = LINE_BITS / Long.SIZE;
    private static final int BITS_OF_PLACE = 9;

    /** Places taken from the upper half of a hash; one more is taken from the lower half. */
    private static final int PLACES_OF_HIGH = 7;

    private static final int VERSION = 1;
    private static final int HEAD_BYTES = Integer.BYTES;

    private final long[] bits;

    private HashFilter(long[] bits) {
        this.bits = bits;
    }

    /** An empty one with room for so many hashes. */
    public static HashFilter of(int hashes) {
        long lines = ((long) hashes * BITS_A_HASH + LINE_BITS - 1) / LINE_BITS;
        return new HashFilter(new long[Math.toIntExact(Math.max(1, lines)) * LINE_LONGS]);
    }

    /** One that says maybe to everything: for a filter that was lost. */
    public static HashFilter unknown() {
        long[] all = new long[LINE_LONGS];
        Arrays.fill(all, -1L);
        return new HashFilter(all);
    }

    public void add(long high, long low) {
        int line = line(low);
        long rest = high;
        for (int i = 0; i < PLACES_OF_HIGH; i++) {
            set(line, rest);
            rest >>>= BITS_OF_PLACE;
        }
        set(line, low);
    }

    public boolean mayContain(long high, long low) {
        int line = line(low);
        long rest = high;
        for (int i = 0; i < PLACES_OF_HIGH; i++) {
            if (!isSet(line, rest)) {
                return false;
            }
            rest >>>= BITS_OF_PLACE;
        }
        return isSet(line, low);
    }

    /** It as bytes, for {@link #read}. */
    public ByteBuffer write() {
        ByteBuffer page = ByteBuffer.allocate(HEAD_BYTES + bits.length * Long.BYTES);
        page.putInt(VERSION);
        page.asLongBuffer().put(bits);
        return page.rewind();
    }

    public static HashFilter read(ByteBuffer page) {
        ByteBuffer source = page.slice();
        int version = source.getInt();
        if (version != VERSION || source.remaining() % (LINE_LONGS * Long.BYTES) != 0) {
            throw new IllegalStateException("a filter of version " + version);
        }
        long[] bits = new long[source.remaining() / Long.BYTES];
        source.asLongBuffer().get(bits);
        return new HashFilter(bits);
    }

    private int line(long low) {
        long lines = bits.length / LINE_LONGS;
        return (int) (((low >>> Integer.SIZE) * lines) >>> Integer.SIZE) * LINE_LONGS;
    }

    private void set(int line, long part) {
        int place = (int) part & (LINE_BITS - 1);
        bits[line + place / Long.SIZE] |= 1L << place;
    }

    private boolean isSet(int line, long part) {
        int place = (int) part & (LINE_BITS - 1);
        return (bits[line + place / Long.SIZE] & (1L << place)) != 0;
    }
}
