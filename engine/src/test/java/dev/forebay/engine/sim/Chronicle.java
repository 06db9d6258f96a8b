package dev.forebay.engine.sim;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.MessageId;
import dev.forebay.engine.MessagePlace;
import dev.forebay.engine.MessageState;
import dev.forebay.engine.SendResult;
import dev.forebay.engine.SettleResult;
import dev.forebay.engine.Settlement;
import dev.forebay.engine.Timeline;
import dev.forebay.engine.TimelineEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What clients were answered of each message, and whether a timeline tells just that: every
 * answered command once, with its caller, in an order that can have been.
 */
final class Chronicle {
    /** Where a message stands in a queue while its timeline is read. */
    private enum Standing {
        THERE,
        LEASED,
        GONE
    }

    private record Pass(String queue, int number) {}

    private record Given(String queue, long lease, int attempt, Caller by) {}

    private record Ended(Settlement settlement, Caller by) {}

    private static final class Life {
        final Caller sender;
        final boolean scheduled;
        final List<Given> given = new ArrayList<>();
        final List<Ended> ended = new ArrayList<>();

        Life(Caller sender, boolean scheduled) {
            this.sender = sender;
            this.scheduled = scheduled;
        }
    }

    private static final int WORK = 0;

    private final Map<MessageId, Life> lives = new LinkedHashMap<>();
    private final Map<Long, MessageId> leases = new HashMap<>();
    private final Set<Pass> cancelled = new HashSet<>();
    private boolean mayForget;

    /** The wall clock jumps, by which retention goes: what was settled may be gone. */
    void wallJumps() {
        mayForget = true;
    }

    /** The disk fills: retained messages make room. */
    void diskFills() {
        mayForget = true;
    }

    /** What was settled is let go of while the script runs. */
    void retentionIsShort() {
        mayForget = true;
    }

    boolean mayForget() {
        return mayForget;
    }

    /** What this pass of a replay had is not settled in it any more. */
    void cancelled(String queue, int number) {
        cancelled.add(new Pass(queue, number));
    }

    void accepted(SendResult.Sent sent, Caller sender) {
        boolean scheduled = sent.offset() == SendResult.Sent.NO_OFFSET;
        lives.putIfAbsent(sent.id(), new Life(sender, scheduled));
    }

    void delivered(String queue, Delivery delivery, Caller by) {
        leases.put(delivery.lease().number(), delivery.id());
        Life life = lives.get(delivery.id());
        if (life != null) {
            life.given.add(new Given(queue, delivery.lease().number(), delivery.attempt(), by));
        }
    }

    void ended(Settlement settlement, SettleResult result, Caller by) {
        MessageId id = leases.get(settlement.lease().number());
        Life life = id == null ? null : lives.get(id);
        if (life != null && result instanceof SettleResult.Done) {
            life.ended.add(new Ended(settlement, by));
        }
    }

    /** Some messages whose sends were answered. */
    List<MessageId> some(int most) {
        List<MessageId> all = List.copyOf(lives.keySet());
        int step = Math.max(1, all.size() / most);
        List<MessageId> some = new ArrayList<>();
        for (int i = 0; i < all.size() && some.size() < most; i += step) {
            some.add(all.get(i));
        }
        return some;
    }

    /** The timeline of a message that was settled in the end, wherever it was. */
    void check(Timeline timeline) {
        Life life = Objects.requireNonNull(lives.get(timeline.id()));
        List<TimelineEvent> events = timeline.events();
        if (timeline.coverage() == Timeline.Coverage.PARTS_GONE && mayForget) {
            return;
        }
        if (life.scheduled && isPurgedUnseen(events)) {
            return;
        }
        require(timeline.coverage() == Timeline.Coverage.WHOLE, "not whole", timeline);
        boolean begun = !events.isEmpty() && events.getFirst() instanceof TimelineEvent.Accepted;
        require(begun && bySame(events.getFirst(), life.sender), "not accepted first", timeline);
        checkOrder(timeline);
        for (Given given : life.given) {
            once(
                    timeline,
                    event ->
                            event instanceof TimelineEvent.Leased leased
                                    && leased.lease() == given.lease()
                                    && leased.attempt() == given.attempt()
                                    && leased.place().queue().equals(given.queue())
                                    && bySame(event, given.by()),
                    given);
        }
        for (Ended ended : life.ended) {
            boolean told =
                    switch (ended.settlement()) {
                        case Settlement.Ack kind ->
                                events.stream().anyMatch(event -> isAck(event, ended.by()));
                        case Settlement.Extend kind ->
                                follows(events, ended, TimelineEvent.Extended.class)
                                        || isBack(events, ended);
                        case Settlement.Release kind -> isBack(events, ended);
                        case Settlement.Reject kind -> isBack(events, ended);
                    };
            require(told, "not told: " + ended, timeline);
        }
    }

    /** Of those that are purged before they are due nothing else is left. */
    private static boolean isPurgedUnseen(List<TimelineEvent> events) {
        return events.size() == 1
                && events.getFirst() instanceof TimelineEvent.Settled settled
                && settled.state() == MessageState.PURGED;
    }

    private static boolean isAck(TimelineEvent event, Caller caller) {
        return event instanceof TimelineEvent.Settled settled
                && settled.state() == MessageState.ACKED
                && bySame(event, caller);
    }

    /** The caller's lease ended so that it came back or was given up, or an ack was quicker. */
    private static boolean isBack(List<TimelineEvent> events, Ended ended) {
        return follows(events, ended, TimelineEvent.Released.class)
                || follows(events, ended, TimelineEvent.GivenUp.class)
                || after(events, ended).stream()
                        .filter(event -> !(event instanceof TimelineEvent.Extended))
                        .findFirst()
                        .filter(event -> event instanceof TimelineEvent.Settled)
                        .isPresent();
    }

    private static boolean follows(
            List<TimelineEvent> events, Ended ended, Class<? extends TimelineEvent> kind) {
        return after(events, ended).stream()
                .anyMatch(event -> kind.isInstance(event) && bySame(event, ended.by()));
    }

    /** What was told of a lease after its beginning, up to the next. */
    private static List<TimelineEvent> after(List<TimelineEvent> events, Ended ended) {
        int subscription = ended.settlement().lease().pass();
        return events.stream()
                .filter(event -> subscription(event) == subscription)
                .dropWhile(event -> !isLease(event, ended.settlement().lease().number()))
                .skip(1)
                .takeWhile(event -> !(event instanceof TimelineEvent.Leased))
                .toList();
    }

    private static boolean isLease(TimelineEvent event, long number) {
        return event instanceof TimelineEvent.Leased leased && leased.lease() == number;
    }

    private static boolean bySame(TimelineEvent event, Caller caller) {
        return event.by().isPresent() && event.by().get().equals(caller);
    }

    private static void once(Timeline timeline, Predicate<TimelineEvent> wanted, Object what) {
        long found = timeline.events().stream().filter(wanted).count();
        require(found == 1, found + " times instead of once: " + what, timeline);
    }

    /** Where a message stands is a matter of each subscription. */
    private record Look(MessagePlace place, int subscription) {}

    private void checkOrder(Timeline timeline) {
        Map<Look, Standing> standings = new HashMap<>();
        for (TimelineEvent event : timeline.events()) {
            Look look = new Look(event.place(), subscription(event));
            boolean other = look.subscription() != WORK;
            Standing before = standings.getOrDefault(look, other ? Standing.THERE : null);
            Standing after = after(event, before);
            require(after != null, event + " when " + before, timeline);
            standings.put(look, after);
            if (event instanceof TimelineEvent.Due due) {
                Standing waited = standings.put(scheduled(due), Standing.GONE);
                require(waited == Standing.THERE, event + " out of nothing", timeline);
            }
        }
        require(
                standings.entrySet().stream()
                        .filter(each -> !isCancelled(each.getKey()))
                        .allMatch(each -> each.getValue() == Standing.GONE),
                "not settled in the end",
                timeline);
    }

    private boolean isCancelled(Look look) {
        return cancelled.contains(new Pass(look.place().queue(), look.subscription()));
    }

    /** Where a message is that has no offset yet. */
    private static Look scheduled(TimelineEvent.Due due) {
        String queue = due.place().queue();
        return new Look(new MessagePlace(queue, 0, SendResult.Sent.NO_OFFSET), WORK);
    }

    private static @Nullable Standing after(TimelineEvent event, @Nullable Standing before) {
        return switch (event) {
            case TimelineEvent.Accepted kind -> before == null ? Standing.THERE : null;
            case TimelineEvent.Due kind -> before == null ? Standing.THERE : null;
            case TimelineEvent.Arrived kind -> before == null ? Standing.THERE : null;
            case TimelineEvent.Copied kind -> before == null ? Standing.THERE : null;
            case TimelineEvent.TakenUp kind -> before;
            case TimelineEvent.Leased kind -> before == Standing.THERE ? Standing.LEASED : null;
            case TimelineEvent.TakenBack kind -> before == Standing.LEASED ? Standing.THERE : null;
            case TimelineEvent.Released kind -> before == Standing.LEASED ? Standing.THERE : null;
            case TimelineEvent.LeaseExpired kind ->
                    before == Standing.LEASED ? Standing.THERE : null;
            case TimelineEvent.Extended kind -> before == Standing.LEASED ? Standing.LEASED : null;
            // With the last lease, which may have just run out, until it has moved.
            case TimelineEvent.GivenUp kind ->
                    before == null || before == Standing.GONE ? null : Standing.LEASED;
            // With its last lease, or by a redrive, which leaves leased ones alone.
            case TimelineEvent.Left kind -> before == Standing.GONE ? null : before;
            case TimelineEvent.Settled kind ->
                    before == null || before == Standing.GONE ? null : Standing.GONE;
        };
    }

    private static int subscription(TimelineEvent event) {
        return switch (event) {
            case TimelineEvent.Accepted kind -> WORK;
            case TimelineEvent.Due kind -> WORK;
            case TimelineEvent.Arrived kind -> WORK;
            case TimelineEvent.Copied kind -> WORK;
            case TimelineEvent.TakenUp kind -> kind.subscription();
            case TimelineEvent.Leased kind -> kind.subscription();
            case TimelineEvent.TakenBack kind -> kind.subscription();
            case TimelineEvent.Released kind -> kind.subscription();
            case TimelineEvent.LeaseExpired kind -> kind.subscription();
            case TimelineEvent.Extended kind -> kind.subscription();
            case TimelineEvent.GivenUp kind -> kind.subscription();
            case TimelineEvent.Left kind -> kind.subscription();
            case TimelineEvent.Settled kind -> kind.subscription();
        };
    }

    private static void require(boolean held, String what, Timeline timeline) {
        if (!held) {
            StringBuilder lines = new StringBuilder();
            timeline.events().forEach(event -> lines.append("\n  ").append(event));
            throw new SimulationFailure(
                    "timeline of " + timeline.id() + ": " + what + lines + timeline.coverage());
        }
    }
}
