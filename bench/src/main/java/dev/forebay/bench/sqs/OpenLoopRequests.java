package dev.forebay.bench.sqs;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Requests of an open loop: those waiting for a connection and those waiting for an answer. On its
 * event loop.
 */
final class OpenLoopRequests {
    private static final long LONGEST_NANOS = 120_000_000_000L;
    private static final int DIGITS = 3;
    private static final int BODY_REPEATS = 25;

    private final ByteBuf body;
    private final String host;
    private final Queue<Channel> idle = new ArrayDeque<>();
    private final Queue<Long> waiting = new ArrayDeque<>();
    private final Map<Channel, Long> dueOf = new HashMap<>();
    private volatile Histogram latencies = new ConcurrentHistogram(LONGEST_NANOS, DIGITS);
    private volatile long errors;

    OpenLoopRequests(String url) {
        host = url.substring("http://".length());
        String json =
                "{\"QueueUrl\":\"%s/000000000000/%s\",\"MessageBody\":\"%s\"}"
                        .formatted(url, Sqs.QUEUE, "forebay ".repeat(BODY_REPEATS));
        body =
                Unpooled.unreleasableBuffer(
                        Unpooled.directBuffer()
                                .writeBytes(json.getBytes(StandardCharsets.UTF_8))
                                .asReadOnly());
    }

    /** Adds a connection; called before the first request. */
    void idle(Channel channel) {
        idle.add(channel);
    }

    void begin() {
        latencies = new ConcurrentHistogram(LONGEST_NANOS, DIGITS);
        errors = 0;
    }

    /** Sends a request that was due then, or queues it until a connection is free. */
    void send(long due) {
        Channel channel = idle.poll();
        if (channel == null) {
            waiting.add(due);
            return;
        }
        var request =
                new DefaultFullHttpRequest(
                        HttpVersion.HTTP_1_1, HttpMethod.POST, "/", body.duplicate());
        request.headers()
                .set(HttpHeaderNames.HOST, host)
                .set(HttpHeaderNames.CONTENT_TYPE, "application/x-amz-json-1.0")
                .set("X-Amz-Target", "AmazonSQS.SendMessage")
                .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        dueOf.put(channel, due);
        var _ = channel.writeAndFlush(request, channel.voidPromise());
    }

    ChannelHandler answers() {
        return new Answers();
    }

    private final class Answers extends SimpleChannelInboundHandler<FullHttpResponse> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpResponse answer) {
            Long due = dueOf.remove(context.channel());
            if (due != null) {
                latencies.recordValue(System.nanoTime() - due);
            }
            if (!answer.status().equals(HttpResponseStatus.OK)) {
                countError();
            }
            idle.add(context.channel());
            Long next = waiting.poll();
            if (next != null) {
                send(next);
            }
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written on the event loop only
    private void countError() {
        errors++;
    }

    long answered() {
        return latencies.getTotalCount();
    }

    Histogram latencies() {
        return latencies;
    }

    long errors() {
        return errors;
    }
}
