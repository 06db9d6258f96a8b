package dev.forebay.engine;

import dev.forebay.engine.filter.MessageFilter;
import dev.forebay.engine.filter.TextField;
import dev.forebay.engine.filter.TextTest;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which messages of a queue go where.
 *
 * @param queue where they are, a dead-letter queue or any other
 * @param filter which of them
 * @param ids only these; empty for all that pass the filter. At most {@link #MAX_IDS}
 * @param target the queue they go to; empty for the one that dead-lettered each
 * @param edit how they are changed on the way
 * @param perSecond most messages moved in a second; 0 for as fast as it goes
 * @param purpose what becomes of them; what is discarded has neither a target nor an edit
 */
public record RedriveRequest(
        String queue,
        MessageFilter filter,
        Set<MessageId> ids,
        Optional<String> target,
        MessageEdit edit,
        int perSecond,
        Purpose purpose) {
    /** What becomes of the messages that are meant. */
    public enum Purpose {
        /** They go on, to the target. */
        MOVE,
        /** They end here, as if they were purged. */
        DISCARD
    }

    public static final int MAX_IDS = 10_000;

    public RedriveRequest {
        ids = Set.copyOf(ids);
    }

    /** All messages of the queue, each to the queue that dead-lettered it. */
    public static RedriveRequest all(String queue) {
        return new RedriveRequest(
                queue,
                new MessageFilter.All(),
                Set.of(),
                Optional.empty(),
                MessageEdit.NONE,
                0,
                Purpose.MOVE);
    }

    public RedriveRequest withFilter(MessageFilter filter) {
        return new RedriveRequest(queue, filter, ids, target, edit, perSecond, purpose);
    }

    /**
     * Of these messages only those that one of these queues dead-lettered last.
     *
     * @param sources names of one queue or more
     */
    public RedriveRequest onlyFrom(Collection<String> sources) {
        List<MessageFilter> each =
                sources.stream()
                        .<MessageFilter>map(name ->
                                new MessageFilter.TextIs(
                                        new TextField.Source(), new TextTest.Is(name)))
                        .toList();
        MessageFilter one = new MessageFilter.Or(each);
        return withFilter(
                filter instanceof MessageFilter.All
                        ? one
                        : new MessageFilter.And(List.of(filter, one)));
    }

    public RedriveRequest withIds(Set<MessageId> ids) {
        return new RedriveRequest(queue, filter, ids, target, edit, perSecond, purpose);
    }

    public RedriveRequest withTarget(String target) {
        return new RedriveRequest(
                queue, filter, ids, Optional.of(target), edit, perSecond, purpose);
    }

    public RedriveRequest withEdit(MessageEdit edit) {
        return new RedriveRequest(queue, filter, ids, target, edit, perSecond, purpose);
    }

    public RedriveRequest withRate(int perSecond) {
        return new RedriveRequest(queue, filter, ids, target, edit, perSecond, purpose);
    }

    /** They end here instead of going anywhere. */
    public RedriveRequest discarding() {
        return new RedriveRequest(
                queue, filter, ids, Optional.empty(), MessageEdit.NONE, perSecond, Purpose.DISCARD);
    }
}
