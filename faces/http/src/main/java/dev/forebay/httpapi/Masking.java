package dev.forebay.httpapi;

import dev.forebay.access.Operation;
import dev.forebay.engine.Message;
import dev.forebay.engine.MessageEdit;
import dev.forebay.engine.filter.MessageFilter;
import dev.forebay.httpapi.codec.ApiFailure;
import dev.forebay.httpapi.codec.ProblemType;
import dev.forebay.httpapi.codec.Shown;
import dev.forebay.httpapi.mask.MaskRules;
import java.util.Collection;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What of messages those see who look at them: what the rules in force mask is shown to who has the
 * right alone, and nobody else finds it out by asking. On the lane.
 *
 * @param rules in force
 */
record Masking(Supplier<MaskRules> rules) {
    /** How the caller sees messages of a queue. */
    Function<Message, Shown> of(Call call, String queue) {
        MaskRules now = rules.get();
        return seesAll(call, queue, now) ? Shown::whole : message -> now.show(queue, message);
    }

    /**
     * A filter that tells the caller nothing of what is masked.
     *
     * @throws ApiFailure when it asks for just that
     */
    MessageFilter guarded(Call call, String queue, MessageFilter filter) {
        MaskRules now = rules.get();
        if (seesAll(call, queue, now)) {
            return filter;
        }
        if (now.areAskedBy(filter, queue)) {
            throw new ApiFailure(
                    ProblemType.NOT_ALLOWED,
                    "The filter asks for what is masked in \""
                            + queue
                            + "\" (messages.masked). Leave it out, or have the right unmask.");
        }
        return now.guarded(filter);
    }

    /**
     * That an edit of a queue's messages copies nothing that is masked to where it is not.
     *
     * @throws ApiFailure when it may
     */
    void require(Call call, String queue, MessageEdit edit) {
        MaskRules now = rules.get();
        if (copies(edit) && !seesAll(call, queue, now)) {
            throw new ApiFailure(
                    ProblemType.NOT_ALLOWED,
                    "Parts of messages may be masked (messages.masked), and an edit with ${...} copies"
                            + " them. That needs the right unmask on \""
                            + queue
                            + "\".");
        }
    }

    private static boolean copies(MessageEdit edit) {
        return Stream.of(
                        edit.setHeaders().values(),
                        edit.body().stream().toList(),
                        edit.key().stream().toList())
                .flatMap(Collection::stream)
                .anyMatch(template -> template.contains("${"));
    }

    private static boolean seesAll(Call call, String queue, MaskRules now) {
        return now.isEmpty() || call.may(Operation.UNMASK, queue);
    }
}
