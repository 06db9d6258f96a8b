package dev.forebay.testkit.disk;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The bytes of a file as a map of pages that copies share until one of them writes. Pages never
 * written are zero and cost nothing, so that thousands of crash states cost little more than one.
 */
final class Pages {
    static final int PAGE = 4096;

    private static final byte[] ZEROS = new byte[PAGE];

    private byte[][] pages = {ZEROS};
    private BitSet owned = new BitSet();
    private long size;

    Pages snapshot() {
        Pages copy = new Pages();
        copy.pages = pages.clone();
        copy.size = size;
        // From now on whoever writes first makes his own copy of a page.
        owned = new BitSet();
        return copy;
    }

    long size() {
        return size;
    }

    void write(long position, byte[] source, int from, int length) {
        int done = 0;
        while (done < length) {
            long at = position + done;
            int inPage = (int) (at % PAGE);
            int piece = Math.min(PAGE - inPage, length - done);
            System.arraycopy(source, from + done, writable((int) (at / PAGE)), inPage, piece);
            done += piece;
        }
        size = Math.max(size, position + length);
    }

    int read(ByteBuffer target, long position) {
        int length = (int) Math.min(target.remaining(), Math.max(0, size - position));
        int done = 0;
        while (done < length) {
            long at = position + done;
            int inPage = (int) (at % PAGE);
            int piece = Math.min(PAGE - inPage, length - done);
            target.put(page((int) (at / PAGE)), inPage, piece);
            done += piece;
        }
        return length;
    }

    byte[] bytes(long position, int length) {
        ByteBuffer target = ByteBuffer.allocate(length);
        read(target, position);
        return target.array();
    }

    /** Cuts or extends; what is cut off is zero if the file grows again. */
    void resize(long newSize) {
        if (newSize < size) {
            zero(newSize, size);
        }
        size = newSize;
    }

    private void zero(long from, long to) {
        for (long at = from; at < to; ) {
            int index = (int) (at / PAGE);
            int inPage = (int) (at % PAGE);
            int piece = (int) Math.min(PAGE - inPage, to - at);
            if (index < pages.length) {
                Arrays.fill(writable(index), inPage, inPage + piece, (byte) 0);
            }
            at += piece;
        }
    }

    private byte[] page(int index) {
        return index < pages.length ? pages[index] : ZEROS;
    }

    private byte[] writable(int index) {
        int before = pages.length;
        if (index >= before) {
            pages = Arrays.copyOf(pages, Math.max(index + 1, before * 2));
            Arrays.fill(pages, before, pages.length, ZEROS);
        }
        if (!owned.get(index)) {
            pages[index] = pages[index].clone();
            owned.set(index);
        }
        return pages[index];
    }
}
