package dev.forebay.httpapi;

import dev.forebay.access.Operation;
import dev.forebay.engine.AuditReport;
import dev.forebay.engine.Browse;
import dev.forebay.engine.BrowsePage;
import dev.forebay.engine.BrowsedMessage;
import dev.forebay.engine.CurrentLease;
import dev.forebay.engine.Message;
import dev.forebay.engine.MessageId;
import dev.forebay.engine.MessageState;
import dev.forebay.engine.Messages;
import dev.forebay.engine.Position;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.Queues;
import dev.forebay.engine.Reply;
import dev.forebay.engine.Search;
import dev.forebay.engine.SubscriptionInfo;
import dev.forebay.engine.Subscriptions;
import dev.forebay.engine.Timeline;
import dev.forebay.engine.TimelineEvent;
import dev.forebay.engine.filter.MessageFilter;
import dev.forebay.httpapi.codec.ApiFailure;
import dev.forebay.httpapi.codec.Ids;
import dev.forebay.httpapi.codec.JsonForm;
import dev.forebay.httpapi.codec.JsonOut;
import dev.forebay.httpapi.codec.LeaseTokens;
import dev.forebay.httpapi.codec.MessageOut;
import dev.forebay.httpapi.codec.Positions;
import dev.forebay.httpapi.codec.ProblemType;
import dev.forebay.httpapi.codec.Shown;
import dev.forebay.httpapi.codec.TimelineOut;
import dev.forebay.httpapi.codec.Words;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Looking at messages without taking them. */
final class LookingActions {
    private static final int PAGE = 100;

    private final Door door;

    LookingActions(Door door) {
        this.door = door;
    }

    void browse(Call call, byte[] body, int length) {
        Browse browse = browse(call.query());
        JsonForm json = Words.read(JsonForm.class, "json", call.query().text("json", "as-value"));
        Reply<BrowsePage> reply =
                call.reply(page -> {
                    BiConsumer<JsonOut, CurrentLease> lease = lease(call);
                    Function<Message, Shown> shown = door.masking().of(call, call.queue());
                    call.json(out -> write(out, page, browse, shown, json, lease));
                });
        search(
                call,
                (messages, queue) -> {
                    MessageFilter filter = door.masking().guarded(call, queue, browse.filter());
                    return messages.browse(call.caller(), queue, browse.where(filter), reply);
                });
    }

    /** Who may settle messages is told the leases under which others have them. */
    private BiConsumer<JsonOut, CurrentLease> lease(Call call) {
        Optional<QueueInfo> queue = door.queues().find(call.queue());
        if (queue.isEmpty() || !call.may(Operation.SETTLE, call.queue())) {
            return (_, _) -> {};
        }
        LeaseTokens tokens = door.workbench().get().tokens();
        int id = queue.get().id();
        long wall = door.clock().wall();
        return (out, lease) -> {
            out.field("lease", tokens.issue(id, lease.id()));
            lease.endsInMillis().ifPresent(millis -> out.time("leaseEndsAt", wall + millis));
        };
    }

    private static Browse browse(Query query) {
        OptionalLong cursor = Cursor.offset(query);
        Position from = Positions.parse("from", query.text("from", "beginning"));
        return new Browse(
                cursor.isPresent() ? new Position.Offset(cursor.getAsLong()) : from,
                Positions.parse("to", query.text("to", "now")),
                states(query.text("states")),
                filter(query.text("filter")),
                (int) query.number("limit", 1, Browse.MOST, PAGE),
                bodies(query),
                Words.read(Browse.Failures.class, "failures", query.text("failures", "without")),
                query.text("subscription", Subscriptions.WORK));
    }

    private static Set<MessageState> states(String words) {
        return words.isEmpty()
                ? EnumSet.allOf(MessageState.class)
                : Words.read(MessageState.class, "states", Arrays.asList(words.split(",", -1)));
    }

    static Browse.Bodies bodies(Query query) {
        return Words.read(Browse.Bodies.class, "bodies", query.text("bodies", "with"));
    }

    static MessageFilter filter(String text) {
        return text.isEmpty() ? new MessageFilter.All() : Positions.filter("filter", text);
    }

    private static void write(
            JsonOut out,
            BrowsePage page,
            Browse browse,
            Function<Message, Shown> shown,
            JsonForm json,
            BiConsumer<JsonOut, CurrentLease> lease) {
        out.begin();
        out.beginList("messages");
        for (BrowsedMessage message : page.messages()) {
            MessageOut.write(out, message, browse, shown.apply(message.message()), json, lease);
        }
        out.endList();
        out.field("looked", page.looked());
        page.next().ifPresent(next -> out.field("cursor", Cursor.of(Long.toString(next))));
        out.end();
    }

    void timeline(Call call, byte[] body, int length) {
        MessageId id = Ids.read("the id in the address", call.part("message"));
        search(
                call,
                (messages, queue) ->
                        messages.timeline(
                                call.caller(), id, call.reply(told -> tell(call, queue, told))));
    }

    /** As {@link #timeline}, for who does not know the queue. */
    void find(Call call, byte[] body, int length) {
        MessageId id = Ids.read("the id in the address", call.part("message"));
        door.onLane(
                call,
                () -> {
                    Reply<Timeline> reply = call.reply(told -> tell(call, told));
                    Search search = door.queues().messages().timeline(call.caller(), id, reply);
                    door.whenGone(call, search::cancel);
                });
    }

    private void tell(Call call, Timeline told) {
        List<TimelineEvent> seen = seen(call, told);
        if (seen.isEmpty()) {
            throw new ApiFailure(
                    ProblemType.NO_SUCH_THING,
                    "Nothing is known of a message " + told.id() + ": its retention may be over.");
        }
        show(call, told, seen);
    }

    private void tell(Call call, String queue, Timeline told) {
        if (told.events().stream().noneMatch(event -> event.place().queue().equals(queue))) {
            throw new ApiFailure(
                    ProblemType.NO_SUCH_THING,
                    "Nothing is known of a message "
                            + told.id()
                            + " in queue \""
                            + queue
                            + "\": its retention may be over.");
        }
        show(call, told, seen(call, told));
    }

    /** What happened in queues that the caller may not look into is left out. */
    private static List<TimelineEvent> seen(Call call, Timeline told) {
        return told.events().stream()
                .filter(event -> call.isOpen() || call.may(Operation.BROWSE, event.place().queue()))
                .toList();
    }

    private void show(Call call, Timeline told, List<TimelineEvent> seen) {
        Timeline shown = new Timeline(told.id(), seen, told.coverage());
        call.json(out -> TimelineOut.write(out, shown, new Named(door.queues())));
    }

    /** Reads what the queues have now. */
    private record Named(Queues queues) implements TimelineOut.Readers {
        @Override
        public Optional<String> subscription(String queue, int number) {
            return queues.subscriptions().all(queue).stream()
                    .filter(each -> each.number() == number)
                    .map(SubscriptionInfo::name)
                    .findFirst();
        }

        @Override
        public boolean isReplay(String queue, int number) {
            return queues.replays().all(queue).stream().anyMatch(each -> each.number() == number);
        }
    }

    void audit(Call call, byte[] body, int length) {
        Reply<List<AuditReport>> reply =
                call.reply(reports -> call.json(out -> write(out, reports)));
        search(call, (messages, queue) -> messages.audit(call.caller(), queue, reply));
    }

    private static void write(JsonOut out, List<AuditReport> reports) {
        out.begin();
        out.field("holds", reports.stream().allMatch(AuditReport::holds));
        out.beginList("subscriptions");
        for (AuditReport report : reports) {
            out.begin();
            out.field("subscription", report.subscription());
            out.field("holds", report.holds());
            out.field("journal", Words.of(report.coverage()));
            out.field("sent", report.sent());
            out.field("unsettled", report.unsettled());
            counts(out, "ended", report.ended());
            counts(out, "told", report.told());
            out.begin("scheduled");
            out.field("waiting", report.scheduled().waiting());
            out.field("found", report.scheduled().found());
            out.field("ended", report.scheduled().ended());
            out.end();
            out.beginList("objections");
            report.objections().forEach(out::element);
            out.endList();
            out.end();
        }
        out.endList();
        out.end();
    }

    private static void counts(JsonOut out, String name, Map<MessageState, Long> counts) {
        out.begin(name);
        new TreeMap<>(counts).forEach((state, count) -> out.field(Words.of(state), count));
        out.end();
    }

    /** Begins a search in the queue that a call names, which ends with its client. */
    private void search(Call call, BiFunction<Messages, String, Search> begin) {
        door.onLane(
                call,
                () -> {
                    String queue = door.queue(call).name();
                    Search search = begin.apply(door.queues().messages(), queue);
                    door.whenGone(call, search::cancel);
                });
    }
}
