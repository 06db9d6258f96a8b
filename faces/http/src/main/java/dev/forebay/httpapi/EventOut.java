package dev.forebay.httpapi;

import dev.forebay.http.ResponseStream;
import dev.forebay.httpapi.codec.JsonOut;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Server-sent events over one answer (WHATWG HTML, §9.2): their data is JSON, in one line. On the
 * connection's event loop.
 */
final class EventOut {
    private static final byte[] DATA = ascii("data: ");
    private static final byte[] END = ascii("\n\n");
    private static final byte[] COMMENT = ascii(":\n\n");

    private final ResponseStream stream;

    EventOut(ResponseStream stream) {
        this.stream = stream;
    }

    ResponseStream stream() {
        return stream;
    }

    void event(String name, int size, Consumer<JsonOut> data) {
        ByteBuf piece = stream.allocate(name.length() + size);
        piece.writeBytes(ascii("event: " + name + "\n")).writeBytes(DATA);
        stream.write(Answers.fill(piece, data).writeBytes(END));
    }

    /** An event whose data is JSON already. */
    void event(String name, long id, byte[] json) {
        ByteBuf piece = stream.allocate(json.length + 64);
        piece.writeBytes(ascii("event: " + name + "\nid: " + id + "\n")).writeBytes(DATA);
        stream.write(piece.writeBytes(json).writeBytes(END));
    }

    /** Says nothing, so that everybody on the way sees that the stream lives. */
    void breath() {
        stream.write(stream.allocate(COMMENT.length).writeBytes(COMMENT));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
