package dev.forebay.engine;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Knows the way of messages that died in a queue with a {@link DeadLetterRoute}. */
@FunctionalInterface
public interface DeadLetterRouter {
    /**
     * The queues that the message goes to, each with the message as it goes there; none: it is
     * dropped. Headers that the engine writes itself do not matter in it: they are written anew.
     * Asked on the lane, again where the move has to wait; must not block. Where it throws, which
     * is a defect, the message is dropped too.
     */
    List<Onward> route(DeadLetter letter);

    /**
     * The queues that messages which die in these may go to as things are now, by name of the
     * source; sources with the same way have the same set. Nothing where that is known of each
     * message alone. On the lane.
     */
    default Map<String, Set<String>> targets(Collection<QueueInfo> sources) {
        return Map.of();
    }

    /**
     * One way that a message goes.
     *
     * @param queue name of a queue; where there is none by now it goes without
     */
    record Onward(String queue, Message message) {}
}
