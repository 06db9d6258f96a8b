package dev.forebay.log.embedded;

import dev.forebay.log.AppendCompletion;
import dev.forebay.log.LogFailure;
import dev.forebay.log.StreamAppend;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An append or a deletion on its way to the committer. */
final class Submission {
    private static final Logger LOG = LoggerFactory.getLogger(Submission.class);

    final List<StreamAppend> entries;
    final AppendCompletion completion;
    final @Nullable EmbeddedStream deleted;

    /** Base offsets of all targets of all entries, filled while frames are built. */
    final long[] baseOffsets;

    private int filled;

    /** A defect may come between an answer and what follows it: nobody is answered twice. */
    private boolean answered;

    private Submission(
            List<StreamAppend> entries,
            AppendCompletion completion,
            @Nullable EmbeddedStream deleted,
            int targets) {
        this.entries = entries;
        this.completion = completion;
        this.deleted = deleted;
        this.baseOffsets = new long[targets];
    }

    static Submission append(List<StreamAppend> entries, AppendCompletion completion) {
        int targets = 0;
        for (int i = 0; i < entries.size(); i++) {
            targets += entries.get(i).targets().size();
        }
        return new Submission(entries, completion, null, targets);
    }

    static Submission delete(EmbeddedStream stream, AppendCompletion completion) {
        return new Submission(List.of(), completion, stream, 0);
    }

    void placed(long baseOffset) {
        baseOffsets[filled++] = baseOffset;
    }

    /** All of it is durable. */
    void complete() {
        if (answered) {
            return;
        }
        answered = true;
        try {
            completion.completed(baseOffsets);
        } catch (RuntimeException e) {
            LOG.error("A completion of an append threw", e);
        }
    }

    void refuse(LogFailure failure) {
        if (answered) {
            return;
        }
        answered = true;
        try {
            completion.failed(failure);
        } catch (RuntimeException e) {
            LOG.error("A completion of a failed append threw", e);
        }
    }
}
