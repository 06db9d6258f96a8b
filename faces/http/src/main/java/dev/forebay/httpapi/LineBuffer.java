package dev.forebay.httpapi;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** Bytes of a stream of lines until their line is complete. Holds one line and one read at most. */
final class LineBuffer {
    private static final int FIRST = 64 * 1024;

    private final int longest;
    private byte[] bytes = new byte[FIRST];
    private int start;
    private int end;
    private int searched;
    private boolean skipping;

    /** Takes the next line. */
    interface Taker {
        /** A line without its end, in place; not blank. */
        void line(byte[] bytes, int from, int length);

        /** A line of nothing but white space. */
        void blank();

        /** A line that is longer than any may be; told once, at its beginning. */
        void tooLong();
    }

    /**
     * An empty one.
     *
     * @param longest bytes of a line
     */
    LineBuffer(int longest) {
        this.longest = longest;
    }

    /** Bytes of memory that it holds. */
    int held() {
        return bytes.length;
    }

    void add(ByteBuf piece) {
        int more = piece.readableBytes();
        if (end + more > bytes.length) {
            makeRoom(more);
        }
        piece.getBytes(piece.readerIndex(), bytes, end, more);
        end += more;
    }

    /** Hands out the lines that are complete. */
    void drain(Taker taker) {
        for (int at = searched; at < end; at++) {
            if (bytes[at] == '\n') {
                take(taker, at);
                start = at + 1;
            }
        }
        searched = end;
        if (end - start > longest) {
            if (!skipping) {
                taker.tooLong();
                skipping = true;
            }
            start = end;
        }
        if (start == end) {
            start = 0;
            end = 0;
            searched = 0;
        }
    }

    /** Hands out what is left when nothing more comes. */
    void finish(Taker taker) {
        if (end > start || skipping) {
            take(taker, end);
            start = end;
        }
    }

    private void take(Taker taker, int lineEnd) {
        if (skipping) {
            skipping = false;
            return;
        }
        int last = lineEnd > start && bytes[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
        if (last - start > longest) {
            taker.tooLong();
        } else if (isBlank(start, last)) {
            taker.blank();
        } else {
            taker.line(bytes, start, last - start);
        }
    }

    private boolean isBlank(int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes[at] != ' ' && bytes[at] != '\t') {
                return false;
            }
        }
        return true;
    }

    private void makeRoom(int more) {
        int kept = end - start;
        if (kept + more > bytes.length) {
            bytes = Arrays.copyOfRange(bytes, start, start + Math.max(2 * kept, kept + more));
        } else {
            System.arraycopy(bytes, start, bytes, 0, kept);
        }
        searched -= start;
        start = 0;
        end = kept;
    }
}
