package dev.forebay.log.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the headers of one record when somebody asks for them. The same few names come again and
 * again, so short ones are kept in a small table and cost no new string. Not thread-safe.
 */
final class HeaderReader {
    private static final int MIN_HEADER_BYTES = 2;
    private static final int CACHED_NAMES = 64;
    private static final int CACHED_NAME_MAX_BYTES = 48;

    /** Made when the first name is read: many readers never read one. */
    private @Nullable String @Nullable [] names;

    /** Reads {@code count} headers that must end exactly at the cursor's bound. */
    List<Header> readAll(RecordCursor cursor, int count) {
        if (count == 0) {
            requireEnd(cursor);
            return List.of();
        }
        if (count > cursor.left() / MIN_HEADER_BYTES) {
            throw cursor.cut();
        }
        Header[] headers = new Header[count];
        for (int i = 0; i < count; i++) {
            headers[i] = readOne(cursor);
        }
        requireEnd(cursor);
        return Collections.unmodifiableList(Arrays.asList(headers));
    }

    /** The value of the first header of this name, null when there is none. */
    @Nullable ByteBuffer find(RecordCursor cursor, int count, byte[] name) {
        for (int i = 0; i < count; i++) {
            int length = skipName(cursor);
            boolean found = matches(cursor, length, name);
            int valueLength = cursor.readVarint();
            cursor.skipBytes(valueLength);
            if (found) {
                return cursor.sliceBefore(Math.max(valueLength, 0));
            }
        }
        requireEnd(cursor);
        return null;
    }

    private Header readOne(RecordCursor cursor) {
        int length = skipName(cursor);
        String name = name(cursor.buffer(), cursor.position() - length, length);
        int valueLength = cursor.readVarint();
        cursor.skipBytes(valueLength);
        return new Header(name, cursor.sliceBefore(Math.max(valueLength, 0)));
    }

    private static int skipName(RecordCursor cursor) {
        int length = cursor.readVarint();
        if (length < 0) {
            throw cursor.outOfRange();
        }
        cursor.skipBytes(length);
        return length;
    }

    private static boolean matches(RecordCursor cursor, int length, byte[] name) {
        if (length != name.length) {
            return false;
        }
        int from = cursor.position() - length;
        for (int i = 0; i < length; i++) {
            if (cursor.buffer().get(from + i) != name[i]) {
                return false;
            }
        }
        return true;
    }

    private String name(ByteBuffer buffer, int from, int length) {
        if (length == 0) {
            return "";
        }
        if (length > CACHED_NAME_MAX_BYTES) {
            return decode(buffer, from, length);
        }
        int hash = length;
        for (int i = 0; i < length; i++) {
            hash = hash * 31 + buffer.get(from + i);
        }
        int slot = (hash ^ hash >>> 15) & CACHED_NAMES - 1;
        @Nullable String[] known = names;
        if (known == null) {
            known = new @Nullable String[CACHED_NAMES];
            names = known;
        }
        String cached = known[slot];
        if (cached != null && isSameAscii(cached, buffer, from, length)) {
            return cached;
        }
        String decoded = decode(buffer, from, length);
        known[slot] = decoded;
        return decoded;
    }

    private static boolean isSameAscii(String name, ByteBuffer buffer, int from, int length) {
        if (name.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            // A byte of a longer UTF-8 sequence is negative and equals no char.
            if (name.charAt(i) != buffer.get(from + i)) {
                return false;
            }
        }
        return true;
    }

    private static String decode(ByteBuffer buffer, int from, int length) {
        byte[] bytes = new byte[length];
        buffer.get(from, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void requireEnd(RecordCursor cursor) {
        if (cursor.left() != 0) {
            throw cursor.leftOver();
        }
    }
}
