package dev.forebay.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer. What describes the request may be read on the connection's event loop
 * only; {@link #answer} may be called on any thread, once.
 */
public final class HttpExchange {
    /** Room before the body of an answer, in which its head is written. */
    private static final int HEADROOM = 512;

    /** No further header lines. */
    public static final byte[] NO_LINES = {};

    private static final HttpRequest UNREADABLE =
            new DefaultHttpRequest(
                    HttpVersion.HTTP_1_1, HttpMethod.GET, "/", EmptyHttpHeaders.INSTANCE);

    private final HttpConnection connection;
    private final HttpRequest request;
    private final String path;
    private final String query;

    /** The connection ends after this answer. On the event loop. */
    boolean last;

    /** Bytes taken from the budget for this exchange. On the event loop. */
    long charged;

    /** Head and body, set once answered. On the event loop. */
    @Nullable ByteBuf response;

    @Nullable Runnable undelivered;

    /** Set once the answer has begun, when it is written piece by piece. On the event loop. */
    @Nullable ResponseStream stream;

    private @Nullable ByteBuf body;
    private @Nullable Runnable abort;

    HttpExchange(HttpConnection connection, HttpRequest request, boolean close) {
        this.connection = connection;
        this.request = request;
        this.last = close;
        String target = request.uri();
        int start = target.startsWith("/") ? 0 : pathOfAbsolute(target);
        int question = target.indexOf('?', start);
        this.path =
                question < 0 && start == 0
                        ? target
                        : target.substring(start, question < 0 ? target.length() : question);
        this.query = question < 0 ? "" : target.substring(question + 1);
    }

    /** Stands for a request that the listener refused; only answered, never handled. */
    static HttpExchange refused(HttpConnection connection) {
        return new HttpExchange(connection, UNREADABLE, true);
    }

    private static int pathOfAbsolute(String target) {
        int authority = target.indexOf("://");
        int slash = authority < 0 ? -1 : target.indexOf('/', authority + 3);
        return slash < 0 ? target.length() : slash;
    }

    public HttpMethod method() {
        return request.method();
    }

    /** The path as sent, still percent-encoded; empty for {@code *} and the like. */
    public String path() {
        return path;
    }

    /** What follows the question mark, still percent-encoded; empty when there is none. */
    public String query() {
        return query;
    }

    /** The first header field of the name; case does not matter. */
    public @Nullable String header(CharSequence name) {
        return request.headers().get(name);
    }

    /** All header fields of the name, in the order they came; case does not matter. */
    public List<String> headers(CharSequence name) {
        return request.headers().getAll(name);
    }

    /** Names of all header fields, in the case they came in. */
    public Set<String> headerNames() {
        return request.headers().names();
    }

    /** The Host header; on HTTP/1.0 without one the address the client connected to. */
    public String host() {
        String host = request.headers().get(HttpHeaderNames.HOST);
        return host != null ? host : connection.localAddress();
    }

    /** The address the client connected from, without its port. */
    public String remoteAddress() {
        return connection.remoteAddress();
    }

    /**
     * What a handler keeps with the connection, under its own key, until the connection ends. On
     * the event loop.
     */
    public <T> Attribute<T> attribute(AttributeKey<T> key) {
        return connection.attribute(key);
    }

    /** True when the request came through TLS. */
    public boolean secure() {
        return connection.secure();
    }

    /** The body, whole; valid until the handler returns unless retained. */
    public ByteBuf body() {
        if (body == null) {
            throw new IllegalStateException("the body is read within handle()");
        }
        return body;
    }

    /**
     * A buffer for the body of the answer, with room for the head before it. To be written from its
     * writer index and given to {@link #answer}, or released.
     *
     * @param bodyBytes expected size; the buffer grows beyond it
     */
    public ByteBuf allocate(int bodyBytes) {
        ByteBuf buffer = connection.allocator().directBuffer(HEADROOM + bodyBytes);
        return buffer.setIndex(HEADROOM, HEADROOM);
    }

    /** Runs the task on the connection's event loop, at once when called on it. */
    public void onLoop(Runnable task) {
        connection.onLoop(task);
    }

    /**
     * Stops reading the body of a request that is taken by a {@link BodySink}, until {@link
     * #resumeBody}. On the event loop.
     */
    public void pauseBody() {
        connection.pauseBody(this);
    }

    /** Goes on reading. On the event loop. */
    public void resumeBody() {
        connection.resumeBody(this);
    }

    /**
     * Takes bytes from what all connections together may hold, until this request is answered; for
     * what a {@link BodySink} keeps, and for an answer that is large before it is given. On the
     * event loop.
     *
     * @return false when the server holds too much already, or the connection has ended: nothing
     *     was taken
     */
    public boolean reserve(int bytes) {
        return connection.open() && connection.charge(this, bytes);
    }

    /** True while an answer can still reach the client. On the event loop. */
    public boolean open() {
        return connection.open();
    }

    /**
     * To be run, on the event loop, when the connection ends before the answer was given. At once
     * when it has ended already.
     */
    public void onAbort(Runnable action) {
        if (connection.open()) {
            abort = action;
        } else {
            action.run();
        }
    }

    /** Answers with a body from {@link #allocate}, which this takes over. */
    public void answer(ResponseHead head, ByteBuf answer) {
        answer(head, NO_LINES, answer);
    }

    /** Also with further header lines, each made by {@link ResponseHead#line}. */
    public void answer(ResponseHead head, byte[] lines, ByteBuf answer) {
        complete(head, lines, answer, null);
    }

    /**
     * As {@link #answer}, and {@code undelivered} is run on the event loop when the answer could
     * not be handed to the network any more.
     */
    public void answer(ResponseHead head, byte[] lines, ByteBuf answer, Runnable undelivered) {
        complete(head, lines, answer, undelivered);
    }

    /**
     * Begins an answer of unknown length. On the event loop. {@link #onAbort} stays in force until
     * its end.
     */
    public ResponseStream stream(ResponseHead head, byte[] lines) {
        if (response != null || stream != null) {
            throw new IllegalStateException("answered twice");
        }
        last |= oldVersion() || connection.endsAfter(this);
        ResponseStream begun =
                new ResponseStream(
                        connection, this, connection.encoder().streamHead(this, head, lines));
        stream = begun;
        connection.began(this);
        return begun;
    }

    private void complete(
            ResponseHead head, byte[] lines, ByteBuf answer, @Nullable Runnable whenUndelivered) {
        if (connection.inLoop()) {
            completeOnLoop(head, lines, answer, whenUndelivered);
        } else {
            connection.onLoop(() -> completeOnLoop(head, lines, answer, whenUndelivered));
        }
    }

    private void completeOnLoop(
            ResponseHead head, byte[] lines, ByteBuf answer, @Nullable Runnable whenUndelivered) {
        if (response != null || stream != null) {
            answer.release();
            throw new IllegalStateException("answered twice");
        }
        abort = null;
        if (!connection.open()) {
            response = answer;
            answer.release();
            if (whenUndelivered != null) {
                whenUndelivered.run();
            }
            return;
        }
        undelivered = whenUndelivered;
        last |= connection.endsAfter(this) || connection.arriving(this);
        response = connection.encoder().finish(this, head, lines, answer);
        connection.answered();
    }

    ByteBuf rawBuffer(int bytes) {
        return connection.allocator().directBuffer(bytes);
    }

    /** True when the answer consists of a head only. */
    boolean headOnly() {
        return request.method().equals(HttpMethod.HEAD);
    }

    /** True when keeping the connection must be said. */
    boolean oldVersion() {
        return HttpVersion.HTTP_1_0.equals(request.protocolVersion());
    }

    /** Hands the request to its handler; the body is gone afterwards. */
    void handle(HttpHandler handler, ByteBuf wholeBody) {
        body = wholeBody;
        try {
            handler.handle(this);
        } finally {
            body = null;
            wholeBody.release();
        }
    }

    void abort() {
        Runnable action = abort;
        abort = null;
        if (action != null) {
            action.run();
        }
    }
}
