package dev.forebay.log.embedded;

import dev.forebay.log.LogFailure;
import dev.forebay.log.LogStream;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Decides which submissions go into which frame, and names new streams. Committer only. */
final class Planner {
    private final LogSettings settings;
    private final Consumer<EmbeddedStream> register;
    private final int largestPayload;
    private final int gatheredPayload;
    private long nextStreamId;
    private @Nullable Submission carried;

    Planner(LogSettings settings, long nextStreamId, Consumer<EmbeddedStream> register) {
        this.settings = settings;
        this.nextStreamId = nextStreamId;
        this.register = register;
        this.largestPayload = settings.largestFrame() - Frame.HEADER_BYTES;
        this.gatheredPayload = Math.min(settings.frameBytes(), largestPayload);
    }

    /**
     * Takes submissions for one frame, or one group that needs several, and appends what to write.
     * Submissions that can never be written are answered at once.
     */
    void plan(Queue<Submission> submitted, ArrayDeque<Plan> plans) {
        Plan plan = new Plan();
        for (Submission next = take(submitted); next != null; next = take(submitted)) {
            LogFailure refusal = refusal(next);
            if (refusal != null) {
                next.refuse(refusal);
                continue;
            }
            long bytes = payloadBytes(next);
            if (!plan.isEmpty() && plan.payloadBytes() + bytes > gatheredPayload) {
                carried = next;
                break;
            }
            if (bytes > largestPayload) {
                split(next, plans);
                return;
            }
            addWhole(plan, next);
        }
        if (!plan.isEmpty()) {
            plans.add(plan);
        }
    }

    /** Whether a submission was taken that did not fit the last plan. */
    boolean holdsOne() {
        return carried != null;
    }

    private @Nullable Submission take(Queue<Submission> submitted) {
        Submission first = carried;
        if (first != null) {
            carried = null;
            return first;
        }
        return submitted.poll();
    }

    private @Nullable LogFailure refusal(Submission submission) {
        EmbeddedStream deleted = submission.deleted;
        if (deleted != null && deleted.deleted) {
            return gone(deleted);
        }
        long bytes = 0;
        for (int i = 0; i < submission.entries.size(); i++) {
            long entry = Plan.bytes(submission.entries.get(i));
            bytes += entry;
            List<LogStream> targets = submission.entries.get(i).targets();
            for (int t = 0; t < targets.size(); t++) {
                EmbeddedStream stream = (EmbeddedStream) targets.get(t);
                if (stream.deleted) {
                    return gone(stream);
                }
                if (stream.namesDue > 0) {
                    bytes += Plan.createBytes(stream);
                }
            }
            if (entry > settings.largestBatch()) {
                return new LogFailure.TooLarge(entry, settings.largestBatch());
            }
        }
        return bytes > settings.largestGroup()
                ? new LogFailure.TooLarge(bytes, settings.largestGroup())
                : null;
    }

    private static LogFailure gone(EmbeddedStream stream) {
        return new LogFailure.Failed("stream " + stream.name() + " was deleted");
    }

    private static long payloadBytes(Submission submission) {
        long bytes = submission.deleted == null ? 0 : Frame.entryBytes(1, 0);
        for (int i = 0; i < submission.entries.size(); i++) {
            bytes += Plan.bytes(submission.entries.get(i));
            List<LogStream> targets = submission.entries.get(i).targets();
            for (int t = 0; t < targets.size(); t++) {
                EmbeddedStream stream = (EmbeddedStream) targets.get(t);
                if (stream.namesDue > 0) {
                    bytes += Plan.createBytes(stream);
                }
            }
        }
        return bytes;
    }

    private void addWhole(Plan plan, Submission submission) {
        EmbeddedStream deleted = submission.deleted;
        if (deleted != null) {
            deleted.deleted = true;
            if (deleted.id == EmbeddedStream.NO_ID) {
                // Nothing of it was ever written, but the answer keeps its place in the order.
                nameStream(plan, deleted);
            }
        }
        for (int i = 0; i < submission.entries.size(); i++) {
            nameStreams(plan, submission.entries.get(i).targets());
        }
        plan.add(submission, 0, submission.entries.size());
    }

    private void split(Submission submission, ArrayDeque<Plan> plans) {
        Plan plan = new Plan();
        plan.kind = Frame.PART;
        int from = 0;
        for (int i = 0; i < submission.entries.size(); i++) {
            List<LogStream> targets = submission.entries.get(i).targets();
            long bytes = Plan.bytes(submission.entries.get(i));
            for (int t = 0; t < targets.size(); t++) {
                EmbeddedStream stream = (EmbeddedStream) targets.get(t);
                bytes += stream.namesDue > 0 ? Plan.createBytes(stream) : 0;
            }
            // A part that would grow too large ends before this entry.
            if (i > from && partBytes(plan, submission, from, i) + bytes > largestPayload) {
                plan.add(submission, from, i);
                plans.add(plan);
                plan = new Plan();
                plan.kind = Frame.PART;
                from = i;
            }
            nameStreams(plan, targets);
        }
        plan.add(submission, from, submission.entries.size());
        plan.kind = from == 0 ? Frame.WHOLE : Frame.CLOSING;
        plans.add(plan);
    }

    private static long partBytes(Plan plan, Submission submission, int from, int to) {
        long bytes = plan.payloadBytes();
        for (int i = from; i < to; i++) {
            bytes += Plan.bytes(submission.entries.get(i));
        }
        return bytes;
    }

    private void nameStreams(Plan plan, List<LogStream> targets) {
        for (int i = 0; i < targets.size(); i++) {
            EmbeddedStream stream = (EmbeddedStream) targets.get(i);
            if (stream.namesDue > 0 && !plan.creates.contains(stream)) {
                nameStream(plan, stream);
            }
        }
    }

    private void nameStream(Plan plan, EmbeddedStream stream) {
        if (stream.id == EmbeddedStream.NO_ID) {
            stream.id = nextStreamId++;
            register.accept(stream);
        }
        stream.namesDue--;
        plan.create(stream);
    }

    /** Takes back what planning did to streams, for plans that will not be written. */
    void forget(ArrayDeque<Plan> plans) {
        for (Plan plan : plans) {
            for (EmbeddedStream stream : plan.creates) {
                stream.namesDue++;
                if (!stream.isStored()) {
                    stream.id = EmbeddedStream.NO_ID;
                    stream.namesDue = EmbeddedStream.NAMES;
                }
            }
            for (Plan.Piece piece : plan.pieces) {
                EmbeddedStream deleted = piece.submission().deleted;
                if (deleted != null) {
                    deleted.deleted = false;
                }
                forgetOffsets(piece);
            }
        }
    }

    private static void forgetOffsets(Plan.Piece piece) {
        for (int i = piece.from(); i < piece.to(); i++) {
            for (LogStream target : piece.submission().entries.get(i).targets()) {
                ((EmbeddedStream) target).giveBackOffsets();
            }
        }
    }
}
