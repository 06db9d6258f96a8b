package dev.forebay.log.embedded;

import dev.forebay.log.AppendCompletion;
import dev.forebay.log.StreamAppend;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An append or a deletion on its way to the committer. */
final class Submission {
    final List<StreamAppend> entries;
    final AppendCompletion completion;
    final @Nullable EmbeddedStream deleted;

    /** Base offsets of all targets of all entries, filled while frames are built. */
    final long[] baseOffsets;

    private int filled;

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
}
