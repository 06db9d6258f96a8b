package dev.forebay.http;

import io.netty.buffer.ByteBuf;

/**
 * Takes the body of one request as it arrives, for requests that may never end. Called on the
 * connection's event loop; must not block. How much it keeps is its own to bound: {@link
 * HttpExchange#pauseBody} stops reading from the client.
 */
public interface BodySink {
    /** The request has its place among those to be answered: it may be answered from now on. */
    void begin();

    /**
     * The next bytes; read, or retained, before the call returns. Some may still come after {@link
     * HttpExchange#pauseBody}: what one read brought.
     */
    void piece(ByteBuf bytes);

    /** The body is complete. */
    void end();
}
