package dev.forebay.httpapi;

import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.Send;
import dev.forebay.engine.SendResult;
import dev.forebay.http.BodySink;
import dev.forebay.http.HttpExchange;
import dev.forebay.http.ResponseStream;
import dev.forebay.httpapi.codec.ApiFailure;
import dev.forebay.httpapi.codec.Json;
import dev.forebay.httpapi.codec.MessageIn;
import dev.forebay.httpapi.codec.Problem;
import dev.forebay.httpapi.codec.ProblemType;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends each line of an endless body as a message, and answers with lines of results as they become
 * durable. Keeps one window of messages at most: beyond it, or when the client does not read its
 * results, the client is not read from. On the connection's event loop.
 */
final class StreamedSend implements BodySink, LineBuffer.Taker {
    /** Messages that are on their way to the disk at once, in bytes of their lines. */
    private static final int WINDOW_BYTES = 4 << 20;

    /** A batch is handed to the engine when it has so many bytes, and at the end of each read. */
    private static final int BATCH_BYTES = 256 * 1024;

    private static final int LONGEST_LINE = 4 << 20;

    private final Door door;
    private final Call call;
    private final HttpExchange exchange;
    private final LineResults.Kind kind;
    private final LineBuffer lines = new LineBuffer(LONGEST_LINE);
    private @Nullable LineResults results;
    private int reserved;
    private List<Send> batch = new ArrayList<>();
    private long batchFirstLine;
    private int batchBytes;
    private long line;
    private long outstandingBytes;
    private int outstanding;
    private boolean complete;
    private @Nullable Problem stopped;
    private boolean ended;

    StreamedSend(Door door, Call call) {
        this.door = door;
        this.call = call;
        this.exchange = call.exchange();
        this.kind = LineResults.Kind.named(call.query().text("results", "failed"));
    }

    @Override
    public void begin() {
        exchange.pauseBody();
        if (!reserve(lines.held())) {
            call.fail(busy());
            ended = true;
            return;
        }
        exchange.onAbort(() -> ended = true);
        door.onLane(() -> {
            Problem wrong = wrong();
            exchange.onLoop(() -> begin(wrong));
        });
    }

    /** Why the stream cannot begin; null when it can. On the lane. */
    private @Nullable Problem wrong() {
        try {
            call.admit();
            var _ = door.queue(call);
            return null;
        } catch (ApiFailure failure) {
            return failure.problem();
        }
    }

    private void begin(@Nullable Problem wrong) {
        if (ended) {
            return;
        }
        if (wrong != null) {
            ended = true;
            call.fail(wrong);
            return;
        }
        ResponseStream stream = exchange.stream(Answers.LINES, HttpExchange.NO_LINES);
        results = new LineResults(stream, kind);
        stream.onWritable(this::pace);
        stream.onDrain(() -> stop(Refusals.problem(new Refusal.ShuttingDown())));
        advance();
    }

    @Override
    public void piece(ByteBuf bytes) {
        if (ended || stopped != null) {
            return;
        }
        lines.add(bytes);
        advance();
    }

    @Override
    public void end() {
        complete = true;
        advance();
    }

    private void advance() {
        if (results == null || ended) {
            return;
        }
        lines.drain(this);
        if (complete && stopped == null) {
            lines.finish(this);
        }
        flushBatch();
        pace();
        finishIfDone();
    }

    @Override
    public void line(byte[] bytes, int from, int length) {
        line++;
        try {
            long now = door.clock().wall();
            Send send = Json.read(bytes, from, length, in -> MessageIn.read(in, now));
            if (batch.isEmpty()) {
                batchFirstLine = line;
            } else if (batchFirstLine + batch.size() != line) {
                flushBatch();
                batchFirstLine = line;
            }
            batch.add(send);
            batchBytes += length;
            if (batchBytes >= BATCH_BYTES) {
                flushBatch();
            }
        } catch (ApiFailure failure) {
            fail(failure.problem());
        }
    }

    /** Sends nothing, but counts: results name lines as an editor numbers them. */
    @Override
    public void blank() {
        line++;
    }

    @Override
    public void tooLong() {
        line++;
        fail(
                Problem.of(
                        ProblemType.MESSAGE_TOO_LARGE,
                        "The line is longer than " + LONGEST_LINE + " bytes."));
    }

    private void fail(Problem problem) {
        if (results != null) {
            results.failed(line, problem);
        }
    }

    private void flushBatch() {
        if (batch.isEmpty()) {
            return;
        }
        List<Send> sends = batch;
        int bytes = batchBytes;
        Batch end = new Batch(batchFirstLine, sends.size(), bytes);
        batch = new ArrayList<>(sends.size());
        batchBytes = 0;
        outstanding++;
        outstandingBytes += bytes;
        door.onLane(() -> send(sends, end));
    }

    /** Rights can be taken away while a stream goes on. On the lane. */
    private void send(List<Send> sends, Batch end) {
        try {
            call.admit();
        } catch (ApiFailure denied) {
            exchange.onLoop(() -> end.denied(denied.problem()));
            return;
        }
        door.queues().send(call.caller(), call.queue(), sends, end);
    }

    /** Reads on, or not. */
    private void pace() {
        LineResults to = results;
        if (to == null || ended) {
            return;
        }
        boolean affordable = reserve((int) outstandingBytes + lines.held());
        if (affordable && outstandingBytes < WINDOW_BYTES && to.readable()) {
            exchange.resumeBody();
        } else if (affordable || outstanding > 0) {
            exchange.pauseBody();
        } else {
            // Nothing of its own will give room: a long line that others leave no memory for.
            stop(busy());
        }
    }

    private boolean reserve(int bytes) {
        if (bytes <= reserved) {
            return true;
        }
        if (!exchange.reserve(bytes - reserved)) {
            return false;
        }
        reserved = bytes;
        return true;
    }

    /** Takes no more lines, and ends when what is under way has ended. */
    private void stop(Problem why) {
        stopped = why;
        flushBatch();
        finishIfDone();
    }

    private void finishIfDone() {
        LineResults to = results;
        Problem why = stopped;
        if (to == null || ended || outstanding > 0 || !(complete || why != null)) {
            return;
        }
        ended = true;
        if (why == null) {
            to.finish(line);
        } else {
            to.finish(line, why);
        }
    }

    private static Problem busy() {
        return new Problem(
                ProblemType.BUSY, "The server holds as many bytes as it takes at once.", 1_000);
    }

    /** Takes the engine's reply to one batch. */
    private final class Batch implements Reply<List<SendResult>> {
        private final long first;
        private final int count;
        private final int bytes;

        Batch(long first, int count, int bytes) {
            this.first = first;
            this.count = count;
            this.bytes = bytes;
        }

        @Override
        public void ok(List<SendResult> answers) {
            exchange.onLoop(() -> end(answers));
        }

        @Override
        public void refused(Refusal refusal) {
            List<SendResult> answers = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                answers.add(new SendResult.Refused(refusal));
            }
            exchange.onLoop(() -> end(answers));
        }

        void denied(Problem problem) {
            outstanding--;
            outstandingBytes -= bytes;
            LineResults to = results;
            if (to == null || ended) {
                return;
            }
            for (int i = 0; i < count; i++) {
                to.failed(first + i, problem);
            }
            stop(problem);
        }

        private void end(List<SendResult> answers) {
            outstanding--;
            outstandingBytes -= bytes;
            LineResults to = results;
            if (to == null || ended) {
                return;
            }
            to.answered(first, answers);
            pace();
            finishIfDone();
        }
    }
}
