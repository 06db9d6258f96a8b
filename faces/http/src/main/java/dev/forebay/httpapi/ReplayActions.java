package dev.forebay.httpapi;

import dev.forebay.access.Operation;
import dev.forebay.engine.Position;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Replay;
import dev.forebay.engine.ReplayInfo;
import dev.forebay.engine.Reply;
import dev.forebay.engine.Subscribe;
import dev.forebay.engine.Subscriptions;
import dev.forebay.engine.Waiting;
import dev.forebay.engine.filter.FilterText;
import dev.forebay.engine.filter.MessageFilter;
import dev.forebay.httpapi.codec.ApiFailure;
import dev.forebay.httpapi.codec.Json;
import dev.forebay.httpapi.codec.JsonIn;
import dev.forebay.httpapi.codec.JsonOut;
import dev.forebay.httpapi.codec.Positions;
import dev.forebay.httpapi.codec.ProblemType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Delivering again what a queue still keeps. */
final class ReplayActions {
    private static final long MOST_RATE = 1_000_000_000;

    private final Door door;

    ReplayActions(Door door) {
        this.door = door;
    }

    void list(Call call, byte[] body, int length) {
        NumberPage page = NumberPage.of(call.query());
        door.onLane(
                call,
                () -> {
                    List<ReplayInfo> all = door.queues().replays().all(door.queue(call).name());
                    call.json(out ->
                            page.ascending(
                                    out,
                                    "replays",
                                    all.stream(),
                                    ReplayInfo::number,
                                    ReplayActions::write));
                });
    }

    void start(Call call, byte[] body, int length) {
        Wish wish = Json.read(body, length, in -> wish(in, call.queue()));
        door.onLane(
                call,
                () -> {
                    checkTarget(call, wish);
                    Replay replay = guarded(call, wish.replay());
                    switch (replay.into()) {
                        case Replay.Target.Subscription into when isMissing(call, into.name()) ->
                                make(call, into.name(), replay);
                        case Replay.Target _ -> start(call, replay);
                    }
                });
    }

    private Replay guarded(Call call, Replay replay) {
        MessageFilter filter = door.masking().guarded(call, call.queue(), replay.filter());
        return new Replay(
                replay.from(), replay.to(), filter, replay.ratePerSecond(), replay.into());
    }

    /** What a replay goes into, a preview looks for too: it would promise too much else. */
    private void checkTarget(Call call, Wish wish) {
        String queue = door.queue(call).name();
        switch (wish.replay().into()) {
            case Replay.Target.Queue into -> {
                call.require(Operation.SEND, into.name());
                if (door.queues().find(into.name()).isEmpty()) {
                    throw Refusals.failure(new Refusal.NoSuchQueue(into.name()));
                }
            }
            case Replay.Target.Subscription into when isMissing(call, into.name()) -> {
                if (wish.missing() == Missing.IS_REFUSED) {
                    throw missing(queue, into.name());
                }
                call.require(Operation.SUBSCRIBE, queue);
            }
            case Replay.Target.Subscription _ -> {}
        }
    }

    private static ApiFailure missing(String queue, String subscription) {
        return new ApiFailure(
                ProblemType.NO_SUCH_THING,
                new Refusal.NoSuchSubscription(queue, subscription).message()
                        + " With \"create\": true the replay makes it;"
                        + " POST /v1/queues/{queue}/subscriptions does so with a filter.");
    }

    private void start(Call call, Replay replay) {
        door.queues()
                .replays()
                .start(
                        call.caller(),
                        call.queue(),
                        replay,
                        call.reply(info -> call.json(out -> write(out, info))));
    }

    private boolean isMissing(Call call, String subscription) {
        return !subscription.equals(Subscriptions.WORK)
                && door.queues().subscriptions().all(call.queue()).stream()
                        .noneMatch(known -> known.name().equals(subscription));
    }

    /** Makes the subscription, then starts. */
    private void make(Call call, String name, Replay replay) {
        door.queues()
                .subscriptions()
                .subscribe(
                        call.caller(),
                        call.queue(),
                        Subscribe.fromNow(name),
                        call.reply(_ -> startOrUndo(call, name, replay)));
    }

    /** A refused replay leaves no subscription behind. */
    private void startOrUndo(Call call, String made, Replay replay) {
        Reply<ReplayInfo> started = call.reply(info -> call.json(out -> write(out, info)));
        Reply<ReplayInfo> reply =
                new Reply<>() {
                    @Override
                    public void ok(ReplayInfo info) {
                        started.ok(info);
                    }

                    @Override
                    public void refused(Refusal why) {
                        door.queues()
                                .subscriptions()
                                .unsubscribe(
                                        call.caller(),
                                        call.queue(),
                                        made,
                                        call.reply(_ -> started.refused(why)));
                    }
                };
        door.queues().replays().start(call.caller(), call.queue(), replay, reply);
    }

    void preview(Call call, byte[] body, int length) {
        Wish wish = Json.read(body, length, in -> wish(in, call.queue()));
        door.onLane(
                call,
                () -> {
                    checkTarget(call, wish);
                    Waiting count =
                            door.queues()
                                    .replays()
                                    .preview(
                                            call.queue(),
                                            guarded(call, wish.replay()),
                                            call.reply(found ->
                                                    call.json(out -> {
                                                        out.begin();
                                                        out.field("fromOffset", found.from());
                                                        out.field("toOffset", found.to());
                                                        out.field("looked", found.looked());
                                                        out.field("meant", found.meant());
                                                        out.field("bytes", found.bytes());
                                                        out.end();
                                                    })));
                    door.whenGone(call, count::cancel);
                });
    }

    void show(Call call, byte[] body, int length) {
        int number = number(call);
        door.onLane(
                call,
                () -> {
                    String queue = door.queue(call).name();
                    ReplayInfo info =
                            door.queues().replays().all(queue).stream()
                                    .filter(one -> one.number() == number)
                                    .findFirst()
                                    .orElseThrow(() -> missing(queue, number));
                    call.json(out -> write(out, info));
                });
    }

    void change(Call call, byte[] body, int length) {
        Bodies.none(body, length);
        int number = number(call);
        ReplayInfo.Phase phase =
                switch (call.part("change")) {
                    case "pause" -> ReplayInfo.Phase.PAUSED;
                    case "resume" -> ReplayInfo.Phase.RUNNING;
                    case "cancel" -> ReplayInfo.Phase.CANCELLED;
                    default ->
                            throw new ApiFailure(
                                    ProblemType.NO_SUCH_ROUTE,
                                    "A replay is changed by pause, resume or cancel.");
                };
        door.onLane(
                call,
                () ->
                        door.queues()
                                .replays()
                                .change(
                                        call.caller(),
                                        call.queue(),
                                        number,
                                        phase,
                                        call.reply(info -> call.json(out -> write(out, info)))));
    }

    private static int number(Call call) {
        try {
            return Integer.parseInt(call.part("replay"));
        } catch (NumberFormatException noNumber) {
            throw new ApiFailure(ProblemType.NO_SUCH_THING, "Replays have numbers; that is none.");
        }
    }

    private static ApiFailure missing(String queue, int number) {
        return Refusals.failure(new Refusal.NoSuchReplay(queue, number));
    }

    /** What becomes of a replay into a subscription that is not there. */
    private enum Missing {
        IS_REFUSED,
        IS_MADE
    }

    private record Wish(Replay replay, Missing missing) {}

    private static Wish wish(JsonIn in, String queue) {
        Position from = new Position.Beginning();
        Position to = new Position.Now();
        MessageFilter filter = new MessageFilter.All();
        long rate = 0;
        Optional<String> intoSubscription = Optional.empty();
        Optional<String> intoQueue = Optional.empty();
        Missing missing = Missing.IS_REFUSED;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "from" -> from = Positions.read(name, in);
                case "to" -> to = Positions.read(name, in);
                case "filter" -> filter = Positions.filter(name, in.text(name));
                case "ratePerSecond" -> rate = in.number(name, 0, MOST_RATE);
                case "intoSubscription" -> intoSubscription = Optional.of(in.text(name));
                case "intoQueue" -> intoQueue = Optional.of(in.text(name));
                case "create" -> missing = in.flag(name) ? Missing.IS_MADE : Missing.IS_REFUSED;
                default ->
                        throw in.unknown(
                                name,
                                "from, to, filter, ratePerSecond, intoSubscription, create, intoQueue");
            }
        }
        Replay.Target into =
                intoQueue.isEmpty()
                        ? new Replay.Target.Subscription(
                                intoSubscription.orElse(Subscriptions.WORK))
                        : new Replay.Target.Queue(other(intoQueue.get(), queue));
        if (intoQueue.isPresent() && intoSubscription.isPresent()) {
            throw ApiFailure.invalid("intoQueue", "none beside intoSubscription, or that alone");
        }
        if (intoQueue.isPresent() && missing == Missing.IS_MADE) {
            throw ApiFailure.invalid("create", "true for a subscription only, and false here");
        }
        return new Wish(new Replay(from, to, filter, rate, into), missing);
    }

    /** Copies in the same queue would have the ids of what they are copies of. */
    private static String other(String target, String queue) {
        if (target.equals(queue)) {
            throw ApiFailure.invalid(
                    "intoQueue",
                    "another queue; leave it out to deliver the messages again in this one, or name"
                            + " intoSubscription");
        }
        return target;
    }

    private static void write(JsonOut out, ReplayInfo info) {
        out.begin();
        out.field("replay", info.number());
        out.field("phase", info.phase().name().toLowerCase(Locale.ROOT));
        HeldUpOut.write(out, info.heldUp());
        if (!info.reason().isEmpty()) {
            out.field("reason", info.reason());
        }
        switch (info.into()) {
            case Replay.Target.Subscription into -> out.field("intoSubscription", into.name());
            case Replay.Target.Queue into -> out.field("intoQueue", into.name());
        }
        out.field("fromOffset", info.from());
        out.field("toOffset", info.to());
        out.field("filter", FilterText.write(info.filter()));
        out.field("ratePerSecond", info.ratePerSecond());
        out.time("createdAt", info.createdAt());
        if (info.endedAt() > 0) {
            out.time("endedAt", info.endedAt());
        }
        out.field("position", info.position());
        out.field("given", info.given());
        out.field("acked", info.acked());
        out.field("unsettled", info.unsettled());
        out.end();
    }
}
