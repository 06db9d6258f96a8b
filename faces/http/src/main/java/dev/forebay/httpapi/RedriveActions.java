package dev.forebay.httpapi;

import dev.forebay.access.Operation;
import dev.forebay.engine.Message;
import dev.forebay.engine.MessageEdit;
import dev.forebay.engine.MessageId;
import dev.forebay.engine.RedriveInfo;
import dev.forebay.engine.RedrivePreview;
import dev.forebay.engine.RedriveRequest;
import dev.forebay.engine.Redrives;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.filter.FilterText;
import dev.forebay.httpapi.codec.ApiFailure;
import dev.forebay.httpapi.codec.Ids;
import dev.forebay.httpapi.codec.Json;
import dev.forebay.httpapi.codec.JsonForm;
import dev.forebay.httpapi.codec.JsonIn;
import dev.forebay.httpapi.codec.JsonOut;
import dev.forebay.httpapi.codec.MessageOut;
import dev.forebay.httpapi.codec.Positions;
import dev.forebay.httpapi.codec.ProblemType;
import dev.forebay.httpapi.codec.Shown;
import dev.forebay.httpapi.codec.Words;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** Moving messages to where they came from, or elsewhere. */
final class RedriveActions {
    private static final int MOST_RATE = 1_000_000;
    private static final int MOST_HEADERS = 100;
    private static final int MOST_SAMPLE = 100;
    private static final int USUAL_SAMPLE = 10;

    private final Door door;

    RedriveActions(Door door) {
        this.door = door;
    }

    private Redrives redrives() {
        return door.queues().redrives();
    }

    /** What a request asks for. */
    private record Wish(RedriveRequest redrive, int sample, JsonForm json) {}

    void list(Call call, byte[] body, int length) {
        NumberPage page = NumberPage.of(call.query());
        door.onLane(
                call,
                () -> {
                    String queue = door.queue(call).name();
                    Stream<RedriveInfo> its =
                            redrives().all().stream()
                                    .filter(one -> one.request().queue().equals(queue));
                    call.json(out ->
                            page.descending(
                                    out,
                                    "redrives",
                                    its,
                                    RedriveInfo::id,
                                    (to, one) -> write(to, one, call)));
                });
    }

    /** Those of all queues that one may see them of. */
    void all(Call call, byte[] body, int length) {
        NumberPage page = NumberPage.of(call.query());
        door.onLane(
                call,
                () -> {
                    Stream<RedriveInfo> seen =
                            redrives().all().stream()
                                    .filter(one ->
                                            call.may(
                                                    Operation.SEE_REDRIVES, one.request().queue()));
                    call.json(out ->
                            page.descending(
                                    out,
                                    "redrives",
                                    seen,
                                    RedriveInfo::id,
                                    (to, one) -> write(to, one, call)));
                });
    }

    void show(Call call, byte[] body, int length) {
        long number = number(call);
        door.onLane(
                call,
                () -> {
                    RedriveInfo info = existing(call, number);
                    call.json(out -> write(out, info, call));
                });
    }

    /** One of the queue that the path names. */
    private RedriveInfo existing(Call call, long number) {
        String queue = door.queue(call).name();
        return redrives()
                .find(number)
                .filter(info -> info.request().queue().equals(queue))
                .orElseThrow(() -> Refusals.failure(new Refusal.NoSuchRedrive(number)));
    }

    private static long number(Call call) {
        try {
            return Long.parseLong(call.part("redrive"));
        } catch (NumberFormatException noNumber) {
            throw new ApiFailure(ProblemType.NO_SUCH_THING, "Redrives have numbers; that is none.");
        }
    }

    void start(Call call, byte[] body, int length) {
        Wish wish = Json.read(body, length, in -> wish(in, call.queue()));
        door.onLane(
                call,
                () -> {
                    RedriveRequest allowed = allowed(call, guarded(call, wish.redrive()));
                    redrives()
                            .start(
                                    call.caller(),
                                    allowed,
                                    call.reply(info -> call.json(out -> write(out, info, call))));
                });
    }

    private RedriveRequest guarded(Call call, RedriveRequest redrive) {
        door.masking().require(call, redrive.queue(), redrive.edit());
        return redrive.withFilter(door.masking().guarded(call, redrive.queue(), redrive.filter()));
    }

    /**
     * Where no target is named, messages go back to the queues that give their dead ones here.
     * Those of others, which did so once, stay: nobody was asked for a right to send there.
     */
    private RedriveRequest allowed(Call call, RedriveRequest redrive) {
        if (call.isOpen()) {
            return redrive;
        }
        if (redrive.purpose() == RedriveRequest.Purpose.DISCARD) {
            call.require(Operation.PURGE, redrive.queue());
            return redrive;
        }
        if (redrive.target().isPresent()) {
            call.require(Operation.SEND, redrive.target().get());
            return redrive;
        }
        List<String> origins = door.queues().deadLetterWays().sources(redrive.queue());
        origins.forEach(origin -> call.require(Operation.SEND, origin));
        if (origins.isEmpty()) {
            throw ApiFailure.invalid(
                    "intoQueue", "named, since no queue gives its dead letters to this one");
        }
        return redrive.onlyFrom(origins);
    }

    void preview(Call call, byte[] body, int length) {
        Wish wish = Json.read(body, length, in -> wish(in, call.queue()));
        door.onLane(
                call,
                () -> {
                    Function<Message, Shown> shown = door.masking().of(call, call.queue());
                    redrives()
                            .preview(
                                    call.caller(),
                                    guarded(call, wish.redrive()),
                                    wish.sample(),
                                    call.reply(found ->
                                            call.json(
                                                    out -> write(out, found, shown, wish.json()))));
                });
    }

    void change(Call call, byte[] body, int length) {
        Bodies.none(body, length);
        long number = number(call);
        String change = call.part("change");
        if (!List.of("pause", "resume", "cancel").contains(change)) {
            throw new ApiFailure(
                    ProblemType.NO_SUCH_ROUTE, "A redrive is changed by pause, resume or cancel.");
        }
        door.onLane(
                call,
                () -> {
                    long id = existing(call, number).id();
                    Reply<RedriveInfo> reply =
                            call.reply(info -> call.json(out -> write(out, info, call)));
                    switch (change) {
                        case "pause" -> redrives().pause(call.caller(), id, reply);
                        case "resume" -> redrives().resume(call.caller(), id, reply);
                        default -> redrives().cancel(call.caller(), id, reply);
                    }
                });
    }

    private static Wish wish(JsonIn in, String queue) {
        RedriveRequest redrive = RedriveRequest.all(queue);
        int sample = USUAL_SAMPLE;
        JsonForm json = JsonForm.AS_VALUE;
        boolean discard = false;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "filter" ->
                        redrive = redrive.withFilter(Positions.filter(name, in.text(name)));
                case "ids" -> redrive = redrive.withIds(ids(in));
                case "intoQueue" -> redrive = redrive.withTarget(in.text(name));
                case "edit" -> redrive = redrive.withEdit(edit(in));
                case "ratePerSecond" ->
                        redrive = redrive.withRate((int) in.number(name, 0, MOST_RATE));
                case "discard" -> discard = in.flag(name);
                case "json" -> json = Words.read(JsonForm.class, name, in.text(name));
                case "sample" -> sample = (int) in.number(name, 0, MOST_SAMPLE);
                default ->
                        throw in.unknown(
                                name,
                                "filter, ids, intoQueue, edit, ratePerSecond, discard, sample, json");
            }
        }
        return new Wish(discard ? discarding(redrive) : redrive, sample, json);
    }

    private static RedriveRequest discarding(RedriveRequest redrive) {
        if (redrive.target().isPresent() || !redrive.edit().isEmpty()) {
            throw ApiFailure.invalid(
                    "discard", "without intoQueue and edit, since what is discarded goes nowhere");
        }
        return redrive.discarding();
    }

    /** None would mean all, which somebody who chose none does not mean. */
    private static Set<MessageId> ids(JsonIn in) {
        Set<MessageId> ids = new HashSet<>();
        for (String text : in.strings("ids", RedriveRequest.MAX_IDS)) {
            ids.add(Ids.read("ids", text));
        }
        if (ids.isEmpty()) {
            throw ApiFailure.invalid("ids", "one id or more; leave it out to mean all messages");
        }
        return ids;
    }

    private static MessageEdit edit(JsonIn in) {
        Map<String, String> set = Map.of();
        List<String> remove = List.of();
        Optional<String> key = Optional.empty();
        Optional<String> body = Optional.empty();
        if (!in.beginObject("edit")) {
            return MessageEdit.NONE;
        }
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "setHeaders" -> set = in.texts("edit.setHeaders", MOST_HEADERS);
                case "removeHeaders" -> remove = in.strings("edit.removeHeaders", MOST_HEADERS);
                case "key" -> key = Optional.of(in.text("edit.key"));
                case "body" -> body = Optional.of(in.text("edit.body"));
                default -> throw in.unknown("edit." + name, "setHeaders, removeHeaders, key, body");
            }
        }
        return new MessageEdit(set, Set.copyOf(remove), key, body);
    }

    /** Who may not see the queue that messages go to is not told its name. */
    private static void write(JsonOut out, RedriveInfo info, Call call) {
        RedriveRequest request = info.request();
        out.begin();
        out.field("redrive", info.id());
        out.field("queue", request.queue());
        out.field("state", Words.of(info.state()));
        HeldUpOut.write(
                out, info.heldUp().filter(held -> call.may(Operation.SEE_QUEUE, held.queue())));
        if (!info.failure().isEmpty()) {
            out.field("failure", info.failure());
        }
        request.target()
                .filter(target -> call.may(Operation.SEE_QUEUE, target))
                .ifPresent(target -> out.field("intoQueue", target));
        if (request.purpose() == RedriveRequest.Purpose.DISCARD) {
            out.field("discard", true);
        }
        out.field("filter", FilterText.write(request.filter()));
        out.field("idCount", request.ids().size());
        if (!request.edit().isEmpty()) {
            edit(out, request.edit());
        }
        out.field("ratePerSecond", request.perSecond());
        out.time("startedAt", info.startedAt());
        if (info.endedAt() > 0) {
            out.time("endedAt", info.endedAt());
        }
        out.field("total", info.total());
        out.field("moved", info.moved());
        out.field("failed", info.failed());
        out.end();
    }

    private static void edit(JsonOut out, MessageEdit edit) {
        out.begin("edit");
        out.texts("setHeaders", new TreeMap<>(edit.setHeaders()));
        out.beginList("removeHeaders");
        new TreeSet<>(edit.removeHeaders()).forEach(out::element);
        out.endList();
        edit.key().ifPresent(key -> out.field("key", key));
        edit.body().ifPresent(body -> out.field("body", body));
        out.end();
    }

    private static void write(
            JsonOut out, RedrivePreview preview, Function<Message, Shown> shown, JsonForm json) {
        out.begin();
        out.field("messages", preview.messages());
        out.field("bytes", preview.bytes());
        out.beginList("sample");
        for (RedrivePreview.Sample sample : preview.sample()) {
            out.begin();
            out.field("id", sample.id().toString());
            if (!sample.target().isEmpty()) {
                out.field("intoQueue", sample.target());
            }
            out.field("bytes", sample.bytes());
            if (!sample.stays().isEmpty()) {
                out.field("stays", sample.stays());
            }
            MessageOut.content(out, shown.apply(sample.message()), json);
            out.end();
        }
        out.endList();
        out.end();
    }
}
