package dev.forebay.amqp.codec;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Walks over the values of a payload before RabbitMQ's library reads them, so that nothing that is
 * wrong, too deep or too many reaches it. Allocates nothing on good input.
 *
 * <p>Source: section 4.2.5 of the specification and RabbitMQ's errata, which says what each type
 * letter really means.
 */
final class FieldWalk {
    /**
     * How many tables and arrays may lie inside the outermost one. RabbitMQ's Java client reads as
     * many and not one more, so that a message deeper than this would end the connections of its
     * consumers.
     */
    static final int MAX_DEPTH = 32;

    /**
     * How many entries of tables, tables and arrays a payload may have in all; each costs some
     * hundred bytes when read but as few as four on the wire. Plain elements of arrays cost little
     * and are not counted.
     */
    static final int MAX_FIELDS = 1024;

    private final byte[] bytes;
    private final int most;
    private int fields;
    private int longs;
    private boolean renaming;

    private FieldWalk(byte[] bytes, int most) {
        this.bytes = bytes;
        this.most = most;
    }

    /** Over bytes of a client. */
    static FieldWalk over(byte[] bytes) {
        return new FieldWalk(bytes, MAX_FIELDS);
    }

    /** Over bytes that were walked over before and to which the server may have added fields. */
    static FieldWalk overOwn(byte[] bytes) {
        return new FieldWalk(bytes, Integer.MAX_VALUE);
    }

    /**
     * The bytes as RabbitMQ's library reads them: it does not know the letter L, which is the same
     * as l. The array itself when there is no L in the tables that were walked, else a copy.
     */
    byte[] readable(TableWalk again) {
        if (longs == 0) {
            return bytes;
        }
        FieldWalk copy = new FieldWalk(bytes.clone(), most);
        copy.renaming = true;
        again.walk(copy);
        return copy.bytes;
    }

    /** The walk that was made, to make it once more. */
    @FunctionalInterface
    interface TableWalk {
        void walk(FieldWalk walk);
    }

    /** Steps over a fixed number of bytes. */
    int fixed(int at, int length, int end) {
        if (length > end - at) {
            throw cut();
        }
        return at + length;
    }

    /** Steps over a short string of any bytes. */
    int shortString(int at, int end) {
        int from = fixed(at, 1, end);
        return fixed(from, bytes[at] & 0xFF, end);
    }

    /** Steps over a short string that must be UTF-8. */
    int shortText(int at, int end) {
        int after = shortString(at, end);
        for (int i = at + 1; i < after; i++) {
            if (bytes[i] < 0) {
                requireUtf8(i, after);
                break;
            }
        }
        return after;
    }

    /** Steps over a long string of any bytes. */
    int longString(int at, int end) {
        int from = fixed(at, 4, end);
        long length = length(at);
        if (length > end - from) {
            throw cut();
        }
        return from + (int) length;
    }

    /** Steps over a table that is an argument or a property. */
    int table(int at, int end) {
        int from = fixed(at, 4, end);
        long length = length(at);
        if (length > end - from) {
            throw cut();
        }
        int after = from + (int) length;
        entries(from, after, 0);
        return after;
    }

    /** Steps over a name and value in the outermost table, which ends at {@code end}. */
    int field(int at, int end) {
        return entry(at, end, 0);
    }

    private void entries(int at, int end, int depth) {
        int next = at;
        while (next < end) {
            next = entry(next, end, depth);
        }
    }

    private int entry(int at, int end, int depth) {
        count();
        return value(inner(at, bytes[at] & 0xFF, 1, end), end, depth);
    }

    private void elements(int at, int end, int depth) {
        int next = at;
        while (next < end) {
            next = value(next, end, depth);
        }
    }

    private int value(int at, int end, int depth) {
        if (at >= end) {
            throw broken("a field has no value");
        }
        int from = at + 1;
        return switch (bytes[at]) {
            case 't', 'b', 'B' -> inner(from, 1, 0, end);
            case 's', 'u' -> inner(from, 2, 0, end);
            case 'I', 'i', 'f' -> inner(from, 4, 0, end);
            case 'D' -> inner(from, 5, 0, end);
            case 'l', 'd', 'T' -> inner(from, 8, 0, end);
            case 'L' -> {
                longs++;
                if (renaming) {
                    bytes[at] = 'l';
                }
                yield inner(from, 8, 0, end);
            }
            case 'V' -> from;
            case 'S', 'x' -> within(from, end);
            case 'F' -> {
                int after = within(from, end);
                entries(from + 4, after, deeper(depth));
                yield after;
            }
            case 'A' -> {
                int after = within(from, end);
                elements(from + 4, after, deeper(depth));
                yield after;
            }
            default -> throw broken("a field has the unknown type " + (bytes[at] & 0xFF));
        };
    }

    private int deeper(int depth) {
        count();
        if (depth == MAX_DEPTH) {
            throw broken("tables and arrays lie more than " + MAX_DEPTH + " deep");
        }
        return depth + 1;
    }

    private void count() {
        fields++;
        if (fields > most) {
            throw broken("tables have more than " + most + " fields");
        }
    }

    private int inner(int at, int length, int head, int end) {
        if (at > end || length + head > end - at) {
            throw broken("a field ends outside of its table");
        }
        return at + length + head;
    }

    /** Where a value with a length of four bytes ends. */
    private int within(int at, int end) {
        int from = inner(at, 4, 0, end);
        long length = length(at);
        if (length > end - from) {
            throw broken("a field ends outside of its table");
        }
        return from + (int) length;
    }

    private long length(int at) {
        return (bytes[at] & 0xFFL) << 24
                | (bytes[at + 1] & 0xFFL) << 16
                | (bytes[at + 2] & 0xFFL) << 8
                | (bytes[at + 3] & 0xFFL);
    }

    private void requireUtf8(int at, int end) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, at, end - at));
        } catch (CharacterCodingException wrong) {
            throw new AmqpFailure(ReplyCode.FRAME_ERROR, "a short string is not UTF-8");
        }
    }

    private static AmqpFailure cut() {
        return new AmqpFailure(ReplyCode.FRAME_ERROR, "a value ends outside of its frame");
    }

    private static AmqpFailure broken(String text) {
        return new AmqpFailure(ReplyCode.SYNTAX_ERROR, text);
    }
}
