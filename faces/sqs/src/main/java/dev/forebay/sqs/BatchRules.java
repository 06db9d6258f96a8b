package dev.forebay.sqs;

import dev.forebay.sqs.codec.SqsAction;
import dev.forebay.sqs.codec.SqsError;
import dev.forebay.sqs.codec.SqsFailure;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** What every batch must keep to. */
final class BatchRules {
    private static final int MOST = 10;
    private static final int MAX_ID = 80;

    private BatchRules() {}

    static <T> void check(SqsAction action, List<T> entries, Function<T, String> id) {
        if (entries.isEmpty()) {
            throw new SqsFailure(
                    SqsError.EMPTY_BATCH_REQUEST,
                    "There should be at least one "
                            + action.title()
                            + "RequestEntry in the request.");
        }
        if (entries.size() > MOST) {
            throw new SqsFailure(
                    SqsError.TOO_MANY_ENTRIES,
                    "Maximum number of entries per request are "
                            + MOST
                            + ". You have sent "
                            + entries.size()
                            + ".");
        }
        Set<String> ids = new HashSet<>();
        for (T entry : entries) {
            String name = id.apply(entry);
            checkId(name);
            if (!ids.add(name)) {
                throw new SqsFailure(
                        SqsError.BATCH_ENTRY_IDS_NOT_DISTINCT, "Id " + name + " repeated.");
            }
        }
    }

    private static void checkId(String id) {
        boolean wellFormed = !id.isEmpty() && id.length() <= MAX_ID;
        for (int i = 0; wellFormed && i < id.length(); i++) {
            char c = id.charAt(i);
            wellFormed =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || c == '-'
                            || c == '_';
        }
        if (!wellFormed) {
            throw new SqsFailure(
                    SqsError.INVALID_BATCH_ENTRY_ID,
                    "A batch entry id can only contain alphanumeric characters, hyphens and"
                            + " underscores. It can be at most 80 letters long.");
        }
    }
}
