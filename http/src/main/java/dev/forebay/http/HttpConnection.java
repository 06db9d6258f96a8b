package dev.forebay.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection: puts requests together, hands them out, writes answers in order. Runs on its
 * event loop.
 *
 * <p>Requests beyond {@link Limits#maxPipelined}, and all requests while the client does not read
 * its answers, wait undispatched; reading pauses with them, so that what waits is at most what one
 * read brought.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails ends the channel
final class HttpConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);

    /** What a request costs beside its body: objects, strings, buffers. */
    private static final int EXCHANGE_BYTES = 1024;

    /** Answers from this size on count against the budget until they are written. */
    private static final int LARGE_ANSWER_BYTES = 32 * 1024;

    private final ListenerState listener;
    private final Channel channel;
    private final LoopState loop;
    private final AnswerWriter writer;
    private final Pipeline pipeline = new Pipeline();
    private final ArrayDeque<Object> held = new ArrayDeque<>(0);
    private final PendingBody body;
    private final ConnectionClock clock;

    private @Nullable HttpExchange arriving;

    /** Takes the body of what is arriving; null when that is gathered. */
    private @Nullable BodySink sink;

    /** Nothing more is taken from the client. */
    private boolean discarding;

    private boolean refused;
    private boolean paused;
    private boolean bodyPaused;
    private boolean open = true;

    HttpConnection(ListenerState listener, Channel channel) {
        this.listener = listener;
        this.channel = channel;
        this.loop = listener.loop(channel.eventLoop());
        this.body = new PendingBody(channel.alloc());
        this.writer = new AnswerWriter(channel, listener.budget);
        this.clock = new ConnectionClock(listener.limits, loop.now());
        loop.add(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (discarding || !open) {
            writer.discarded(message);
        } else if (!held.isEmpty() || (message instanceof HttpRequest && blocked())) {
            held.add(message);
            pause();
        } else {
            writer.reading();
            take(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        writer.readComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        clock.writable(channel.isWritable(), loop.now());
        resume();
        ResponseStream stream = streaming();
        if (stream != null) {
            stream.writabilityChanged();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        open = false;
        loop.remove(this);
        listener.leave();
        body.release();
        forgetArriving();
        held.forEach(ReferenceCountUtil::release);
        held.clear();
        for (HttpExchange left = pipeline.next(); left != null; left = pipeline.next()) {
            listener.budget.giveBack(left.charged);
            abandon(left);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException
                || cause.getCause() instanceof javax.net.ssl.SSLException) {
            LOG.debug("connection lost remote={} cause={}", remote(), cause.toString());
            channel.close();
        } else {
            fault(cause);
        }
    }

    private void take(Object message) {
        if (message instanceof HttpRequest request) {
            takeHead(request);
        }
        if (message instanceof HttpContent content) {
            takeContent(content);
        }
    }

    private void takeHead(HttpRequest request) {
        Rejection rejection = listener.rules.judge(request);
        HttpExchange exchange =
                new HttpExchange(this, request, RequestRules.endsConnection(request));
        BodySink taker = rejection == null ? listener.handler.stream(exchange) : null;
        if (rejection == null && taker == null) {
            rejection = listener.rules.judgeSize(request);
        }
        if (rejection == null && !charge(exchange, EXCHANGE_BYTES)) {
            rejection = Rejection.OVERLOADED;
        }
        if (rejection != null) {
            reject(rejection, exchange.path());
            return;
        }
        arriving = exchange;
        clock.headArrived(loop.now());
        if (taker != null) {
            beginStream(exchange, taker);
        }
        if (request.headers().contains(HttpHeaderNames.EXPECT) && pipeline.isEmpty()) {
            writer.writeContinue();
        }
    }

    private void takeContent(HttpContent content) {
        HttpExchange exchange = arriving;
        if (exchange == null) {
            content.release();
            return;
        }
        BodySink taker = sink;
        if (taker != null) {
            takePiece(content, exchange, taker);
            return;
        }
        int size = content.content().readableBytes();
        Rejection rejection = judgeContent(content, exchange, size);
        if (rejection != null) {
            content.release();
            reject(rejection, exchange.path());
            return;
        }
        clock.bodyArrived(size);
        if (size > 0) {
            body.add(content.content());
        } else {
            content.release();
        }
        if (content instanceof LastHttpContent) {
            arriving = null;
            clock.requestArrived(loop.now());
            dispatch(exchange);
        }
    }

    private void beginStream(HttpExchange exchange, BodySink taker) {
        sink = taker;
        pipeline.add(exchange);
        listener.events.request();
        clock.streamGoesOn(loop.now());
        guarded(taker::begin);
    }

    private void takePiece(HttpContent content, HttpExchange exchange, BodySink taker) {
        try {
            if (content.decoderResult().isFailure()) {
                LOG.debug("a streamed body broke remote={}", remote());
                channel.close();
                return;
            }
            clock.streamGoesOn(loop.now());
            if (content.content().isReadable()) {
                guarded(() -> taker.piece(content.content()));
            }
        } finally {
            content.release();
        }
        if (content instanceof LastHttpContent && arriving == exchange) {
            arriving = null;
            sink = null;
            bodyPaused = false;
            discarding |= exchange.last;
            clock.requestArrived(loop.now());
            guarded(taker::end);
        }
    }

    private @Nullable Rejection judgeContent(HttpContent content, HttpExchange exchange, int size) {
        if (content.decoderResult().isFailure()) {
            return RequestRules.broken(content.decoderResult().cause());
        }
        if (body.size() + size > listener.limits.maxBodyBytes()) {
            return Rejection.BODY_TOO_LARGE;
        }
        return charge(exchange, size) ? null : Rejection.OVERLOADED;
    }

    boolean charge(HttpExchange exchange, int bytes) {
        if (!listener.budget.take(bytes)) {
            return false;
        }
        exchange.charged += bytes;
        return true;
    }

    private void dispatch(HttpExchange exchange) {
        pipeline.add(exchange);
        discarding |= exchange.last;
        listener.events.request();
        ByteBuf whole = body.take();
        try {
            exchange.handle(listener.handler, whole);
        } catch (RuntimeException defect) {
            fault(defect);
        }
    }

    /**
     * Refuses what is arriving: after the answers before it the connection ends.
     *
     * @param path of the request; empty when it is not known
     */
    private void reject(Rejection rejection, String path) {
        listener.events.rejected(rejection);
        if (sink != null) {
            // Its answer may have begun, so that there is no way left to say why.
            channel.close();
            return;
        }
        discarding = true;
        refused = true;
        body.release();
        forgetArriving();
        HttpExchange exchange = HttpExchange.refused(this);
        pipeline.add(exchange);
        RefusedAnswer answer = listener.handler.refused(rejection, path);
        byte[] text = answer.body();
        exchange.answer(
                answer.head(), answer.lines(), exchange.allocate(text.length).writeBytes(text));
    }

    /** What is arriving will never be whole. */
    private void forgetArriving() {
        if (arriving != null && sink == null) {
            listener.budget.giveBack(arriving.charged);
        }
        arriving = null;
        sink = null;
    }

    /** An answer that is written piece by piece has begun. */
    void began(HttpExchange exchange) {
        ResponseStream stream = exchange.stream;
        if (stream != null && pipeline.first() == exchange) {
            stream.becomeFirst();
        }
    }

    /** The first answer, written piece by piece, is complete. */
    void ended(HttpExchange exchange) {
        if (!open || pipeline.first() != exchange) {
            return;
        }
        var _ = pipeline.next();
        listener.budget.giveBack(exchange.charged);
        if (arriving(exchange)) {
            // The rest of the request is of no use: it is let in, and dropped.
            exchange.last = true;
            refused = true;
            forgetArriving();
            resumeReading();
        }
        if (exchange.last) {
            end();
        }
        answered();
    }

    void writePiece(ByteBuf piece) {
        writer.writePiece(piece);
    }

    boolean writable() {
        return channel.isWritable();
    }

    /** True while the body of the exchange is still arriving. */
    boolean arriving(HttpExchange exchange) {
        return arriving == exchange;
    }

    void pauseBody(HttpExchange exchange) {
        if (arriving == exchange && !bodyPaused) {
            bodyPaused = true;
            channel.config().setAutoRead(false);
        }
    }

    void resumeBody(HttpExchange exchange) {
        if (arriving == exchange && bodyPaused) {
            resumeReading();
        }
    }

    private void resumeReading() {
        bodyPaused = false;
        if (open && !paused) {
            channel.config().setAutoRead(true);
        }
    }

    private @Nullable ResponseStream streaming() {
        HttpExchange first = pipeline.first();
        return first == null ? null : first.stream;
    }

    /** An exchange got its answer: writes all that may leave now. */
    void answered() {
        HttpExchange next = pipeline.nextAnswered();
        while (next != null) {
            listener.budget.giveBack(next.charged);
            writer.write(next, LARGE_ANSWER_BYTES);
            if (arriving(next)) {
                refused = true;
                forgetArriving();
                resumeReading();
            }
            if (next.last) {
                end();
            }
            next = pipeline.nextAnswered();
        }
        ResponseStream stream = streaming();
        if (stream != null) {
            stream.becomeFirst();
        }
        clock.answered(loop.now());
        writer.flushSoon(pipeline.isEmpty());
        resume();
    }

    private void end() {
        discarding = true;
        if (refused) {
            clock.lingers(loop.now());
            writer.finishThenLinger();
        } else {
            writer.finishThenClose();
        }
    }

    private static void abandon(HttpExchange exchange) {
        ReferenceCountUtil.release(exchange.response);
        Runnable undelivered = exchange.undelivered;
        if (undelivered != null) {
            undelivered.run();
        }
        ResponseStream stream = exchange.stream;
        if (stream != null) {
            stream.drop();
        }
        exchange.abort();
    }

    private boolean blocked() {
        return pipeline.size() >= listener.limits.maxPipelined() || !channel.isWritable();
    }

    private void pause() {
        if (!paused) {
            paused = true;
            channel.config().setAutoRead(false);
        }
    }

    private void resume() {
        if (!paused || !open) {
            return;
        }
        while (!held.isEmpty() && !(held.peek() instanceof HttpRequest && blocked())) {
            Object message = held.remove();
            if (discarding) {
                ReferenceCountUtil.release(message);
            } else {
                take(message);
            }
        }
        if (held.isEmpty() && paused) {
            paused = false;
            channel.config().setAutoRead(!bodyPaused);
        }
    }

    /** Bytes came in, before they are decoded. */
    void bytesArrived() {
        clock.bytesArrived(arriving != null, loop.now());
    }

    /** Called now and then by the sweep. */
    void checkDeadlines(long now) {
        boolean unread = paused || bodyPaused;
        switch (clock.check(now, unread, pipeline.isEmpty(), channel.bytesBeforeWritable())) {
            case NONE -> {}
            case REJECT -> reject(Rejection.TIMEOUT, arriving == null ? "" : arriving.path());
            case CLOSE -> channel.close();
        }
        if (listener.draining() && open) {
            drain();
        }
    }

    private void drain() {
        ResponseStream stream = streaming();
        if (stream != null) {
            guarded(stream::drain);
        } else if (pipeline.isEmpty() && arriving == null) {
            channel.close();
        }
    }

    /** A defect reached the top: it costs this connection and nothing else. */
    private void fault(Throwable defect) {
        LOG.error("defect while serving HTTP; connection closed remote={}", remote(), defect);
        listener.events.fault();
        channel.close();
    }

    void onLoop(Runnable task) {
        if (inLoop()) {
            guarded(task);
        } else {
            channel.eventLoop().execute(() -> guarded(task));
        }
    }

    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException defect) {
            fault(defect);
        }
    }

    boolean inLoop() {
        return channel.eventLoop().inEventLoop();
    }

    boolean open() {
        return open;
    }

    /** True when the server wants the connection to end after this exchange. */
    boolean endsAfter(HttpExchange exchange) {
        return listener.draining() && arriving == null && pipeline.endsWith(exchange);
    }

    boolean secure() {
        return channel.pipeline().get(SslHandler.class) != null;
    }

    ResponseEncoder encoder() {
        return loop.encoder;
    }

    ByteBufAllocator allocator() {
        return channel.alloc();
    }

    String localAddress() {
        return channel.localAddress() instanceof InetSocketAddress address
                ? address.getHostString() + ":" + address.getPort()
                : "localhost";
    }

    String remoteAddress() {
        return channel.remoteAddress() instanceof InetSocketAddress remote
                ? remote.getAddress().getHostAddress()
                : "";
    }

    <T> Attribute<T> attribute(AttributeKey<T> key) {
        return channel.attr(key);
    }

    private Object remote() {
        return channel.remoteAddress() == null ? "gone" : channel.remoteAddress();
    }
}
