package dev.forebay.testkit.log;

import dev.forebay.log.AppendCompletion;
import dev.forebay.log.StreamAppend;
import dev.forebay.log.StreamName;
import java.util.List;

/** What a memory store was asked and has not done yet. */
sealed interface PendingStep {
    AppendCompletion completion();

    record Append(List<StreamAppend> entries, AppendCompletion completion) implements PendingStep {}

    record Delete(StreamName name, AppendCompletion completion) implements PendingStep {}
}
