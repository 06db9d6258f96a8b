package dev.forebay.server.webhook;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What is told the webhook by one request: the same whenever that is made again, also by a server
 * that was started anew.
 *
 * @param id tells whoever is asked twice that it is the same
 * @param events in it
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Notification(String id, int events, byte[] body) {
    /** An id as the log has it. */
    static ByteBuffer key(String id) {
        return ByteBuffer.wrap(id.getBytes(StandardCharsets.US_ASCII));
    }

    static String id(ByteBuffer key) {
        return StandardCharsets.US_ASCII.decode(key).toString();
    }

    /** What the log has of it besides. */
    ByteBuffer encode() {
        return ByteBuffer.allocate(Integer.BYTES + body.length).putInt(events).put(body).flip();
    }

    static Notification decode(String id, ByteBuffer value) {
        ByteBuffer in = value.duplicate();
        int events = in.getInt();
        byte[] body = new byte[in.remaining()];
        in.get(body);
        return new Notification(id, events, body);
    }
}
