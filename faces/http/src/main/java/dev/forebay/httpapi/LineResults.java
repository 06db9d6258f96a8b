package dev.forebay.httpapi;

import dev.forebay.engine.SendResult;
import dev.forebay.http.ResponseStream;
import dev.forebay.httpapi.codec.ApiFailure;
import dev.forebay.httpapi.codec.JsonOut;
import dev.forebay.httpapi.codec.Problem;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The answer to a streamed send: lines of results, and one of sums at the end. */
final class LineResults {
    /** Which lines are answered. */
    enum Kind {
        /** Each with its id; for clients that read while they write. */
        EACH,
        /** Those that failed; of the others only how far they have come, now and then. */
        FAILED,
        /** None, only the sums. */
        NONE;

        static Kind named(String name) {
            return switch (name) {
                case "each" -> EACH;
                case "failed" -> FAILED;
                case "none" -> NONE;
                default ->
                        throw ApiFailure.invalid(
                                "the query's parameter results", "each, failed or none");
            };
        }
    }

    private static final int BYTES_OF_ONE = 112;
    private static final int PROGRESS_LINES = 10_000;

    private final ResponseStream stream;
    private final Kind kind;
    private long sent;
    private long duplicates;
    private long failed;
    private long reported;

    LineResults(ResponseStream stream, Kind kind) {
        this.stream = stream;
        this.kind = kind;
    }

    /** True when the client takes its results, so that more may be made. */
    boolean readable() {
        return stream.writable();
    }

    void failed(long line, Problem problem) {
        failed++;
        if (kind != Kind.NONE) {
            write(BYTES_OF_ONE * 4, out -> problem(out, line, problem));
        }
    }

    /** The ends of a batch, whose first message was on the line {@code first}. */
    void answered(long first, List<SendResult> results) {
        int bad = 0;
        for (SendResult result : results) {
            switch (result) {
                case SendResult.Sent ok -> {
                    sent++;
                    duplicates += ok.duplicate() ? 1 : 0;
                }
                case SendResult.Refused _ -> bad++;
            }
        }
        failed += bad;
        if (kind == Kind.EACH) {
            write(BYTES_OF_ONE * results.size(), out -> each(out, first, results));
        } else if (kind == Kind.FAILED) {
            if (bad > 0) {
                write(BYTES_OF_ONE * 4, out -> bad(out, first, results));
            }
            progress();
        }
    }

    private void progress() {
        if (sent + failed - reported >= PROGRESS_LINES) {
            reported = sent + failed;
            write(
                    BYTES_OF_ONE,
                    out -> {
                        out.begin();
                        out.begin("progress");
                        counts(out);
                        out.end();
                        out.end();
                        out.line();
                    });
        }
    }

    void finish(long lines) {
        write(BYTES_OF_ONE * 2, out -> sums(out, lines, null));
        stream.end();
    }

    void finish(long lines, Problem why) {
        write(BYTES_OF_ONE * 4, out -> sums(out, lines, why));
        stream.end();
    }

    private void sums(JsonOut out, long lines, @Nullable Problem why) {
        out.begin();
        out.begin("done");
        out.field("lines", lines);
        counts(out);
        if (why != null) {
            SendAction.problem(out, why);
        }
        out.end();
        out.end();
        out.line();
    }

    private void counts(JsonOut out) {
        out.field("sent", sent);
        out.field("duplicates", duplicates);
        out.field("failed", failed);
    }

    private static void each(JsonOut out, long first, List<SendResult> results) {
        for (int i = 0; i < results.size(); i++) {
            one(out, first + i, results.get(i));
        }
    }

    private static void bad(JsonOut out, long first, List<SendResult> results) {
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i) instanceof SendResult.Refused) {
                one(out, first + i, results.get(i));
            }
        }
    }

    private static void one(JsonOut out, long line, SendResult result) {
        out.begin();
        out.field("line", line);
        SendAction.result(out, result);
        out.end();
        out.line();
    }

    private static void problem(JsonOut out, long line, Problem problem) {
        out.begin();
        out.field("line", line);
        SendAction.problem(out, problem);
        out.end();
        out.line();
    }

    private void write(int size, Consumer<JsonOut> write) {
        stream.write(Answers.fill(stream.allocate(size), write));
    }
}
