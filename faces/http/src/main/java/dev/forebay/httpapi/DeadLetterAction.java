package dev.forebay.httpapi;

import dev.forebay.engine.Browse;
import dev.forebay.engine.BrowsePage;
import dev.forebay.engine.BrowsedMessage;
import dev.forebay.engine.MessageState;
import dev.forebay.engine.Position;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.Search;
import dev.forebay.engine.filter.MessageFilter;
import dev.forebay.httpapi.codec.JsonOut;
import dev.forebay.httpapi.codec.MessageOut;
import dev.forebay.httpapi.codec.MessageOut.DeadLetterCause;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Dead letters by their cause: what a person looks at first. */
final class DeadLetterAction {
    /** Groups that are told apart; the rest is one. */
    private static final int MOST_GROUPS = 200;

    /** The trend: five minutes each. */
    private static final int STRETCHES = 12;

    private static final long STRETCH_MILLIS = 300_000;

    /** Messages that one answer looks at. */
    private static final long MOST_LOOKED = 200_000;

    private static final DeadLetterCause OTHERS = new DeadLetterCause("", "");

    private final Door door;

    DeadLetterAction(Door door) {
        this.door = door;
    }

    void groups(Call call, byte[] body, int length) {
        MessageFilter filter = LookingActions.filter(call.query().text("filter"));
        ShownGroups page = ShownGroups.of(call.query());
        door.onLane(
                call,
                () -> {
                    String queue = door.queue(call).name();
                    MessageFilter guarded = door.masking().guarded(call, queue, filter);
                    new Grouping(call, page, queue, guarded).begin();
                });
    }

    /** Messages of one cause. */
    private static final class Group {
        private final DeadLetterCause cause;
        private final BrowsedMessage first;
        private long messages;
        private long bytes;
        private final long[] lastHour = new long[STRETCHES];
        private final long now;
        private BrowsedMessage last;

        Group(DeadLetterCause cause, BrowsedMessage first, long now) {
            this.cause = cause;
            this.first = first;
            this.last = first;
            this.now = now;
        }

        void add(BrowsedMessage message) {
            messages++;
            bytes += message.bodyBytes();
            if (message.sentAt() >= last.sentAt()) {
                last = message;
            }
            long back = Math.max(0, now - message.sentAt()) / STRETCH_MILLIS;
            if (back < STRETCHES) {
                lastHour[STRETCHES - 1 - (int) back]++;
            }
        }

        void write(JsonOut out) {
            out.begin();
            if (!cause.equals(OTHERS)) {
                out.field("source", cause.source());
                out.field("reason", cause.reason());
            }
            out.field("messages", messages);
            out.field("bytes", bytes);
            out.field("firstId", first.id().toString());
            out.time("firstSentAt", first.sentAt());
            out.field("lastId", last.id().toString());
            out.time("lastSentAt", last.sentAt());
            out.beginList("lastHour");
            for (long sent : lastHour) {
                out.element(sent);
            }
            out.endList();
            out.end();
        }
    }

    /** Page after page until all are grouped. On the lane. */
    private final class Grouping implements Reply<BrowsePage> {
        private final Call call;
        private final ShownGroups page;
        private final String queue;
        private final Browse unsettled;
        private final Map<DeadLetterCause, Group> groups = new HashMap<>();
        private final long now;
        private @Nullable Search search;
        private long looked;
        private boolean gone;

        Grouping(Call call, ShownGroups page, String queue, MessageFilter filter) {
            this.call = call;
            this.page = page;
            this.queue = queue;
            this.now = door.clock().wall();
            this.unsettled =
                    new Browse(
                            new Position.Beginning(),
                            new Position.Now(),
                            EnumSet.of(
                                    MessageState.READY, MessageState.DELAYED, MessageState.LEASED),
                            filter,
                            Browse.MOST,
                            Browse.Bodies.WITHOUT);
        }

        void begin() {
            door.whenGone(call, this::leave);
            look(unsettled);
        }

        private void leave() {
            gone = true;
            if (search != null) {
                search.cancel();
            }
        }

        private void look(Browse browse) {
            search = door.queues().messages().browse(call.caller(), queue, browse, this);
        }

        @Override
        public void ok(BrowsePage found) {
            looked += found.looked();
            found.messages().forEach(this::take);
            boolean more = found.next().isPresent();
            if (gone) {
                return;
            }
            if (more && looked < MOST_LOOKED) {
                look(unsettled.from(found.next().getAsLong()));
            } else {
                call.json(out -> write(out, !more));
            }
        }

        private void take(BrowsedMessage message) {
            DeadLetterCause cause = MessageOut.cause(message.message());
            if (cause.source().isEmpty()) {
                return;
            }
            boolean known = groups.containsKey(cause) || groups.size() < MOST_GROUPS;
            groups.computeIfAbsent(known ? cause : OTHERS, key -> new Group(key, message, now))
                    .add(message);
        }

        private void write(JsonOut out, boolean complete) {
            List<Group> most =
                    groups.values().stream()
                            .sorted(Comparator.comparingLong((Group group) -> -group.messages))
                            .toList();
            out.begin();
            page.write(out, "groups", most, group -> group.cause, (to, group) -> group.write(to));
            out.field("looked", looked);
            out.field("complete", complete);
            out.end();
        }

        @Override
        public void refused(Refusal refusal) {
            call.fail(Refusals.problem(refusal));
        }
    }
}
