package dev.forebay.httpapi;

import dev.forebay.access.LaterEffects;
import dev.forebay.access.Operation;
import dev.forebay.access.policy.PolicyReader;
import dev.forebay.access.policy.PolicyRefused;
import dev.forebay.access.policy.QueuePolicy;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import dev.forebay.httpapi.codec.ApiFailure;
import dev.forebay.httpapi.codec.Json;
import dev.forebay.httpapi.codec.JsonIn;
import dev.forebay.httpapi.codec.LimitOverride;
import dev.forebay.httpapi.codec.ProblemType;
import dev.forebay.httpapi.codec.SettingsIn;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Making, showing, changing and removing queues. */
final class QueueActions {
    private static final int MAX_TAGS = 100;
    private static final int MAX_NAME = 255;

    private final Door door;
    private final QueueView view;
    private final InTurn changes;

    /**
     * Acts on the queues behind a door.
     *
     * @param sampling tells what they do
     * @param changes shared with all who change queues
     */
    QueueActions(Door door, Sampling sampling, InTurn changes) {
        this.door = door;
        this.changes = changes;
        this.view = new QueueView(door, sampling);
    }

    /** What a request for a new queue holds. */
    private record NewQueue(String name, QueueSettings settings, Map<String, String> tags) {}

    void create(Call call, byte[] body, int length) {
        NewQueue wanted = Json.read(body, length, in -> newQueue(in, QueueSettings.defaults()));
        door.onLane(call, () -> create(call, wanted));
    }

    private void create(Call call, NewQueue wanted) {
        String name = wanted.name();
        call.require(Operation.CREATE_QUEUE, name);
        checkPolicy(name, wanted.settings());
        QueueSettings before =
                door.queues()
                        .find(name)
                        .map(QueueInfo::settings)
                        .orElseGet(QueueSettings::defaults);
        door.queues()
                .create(
                        call.caller(),
                        name,
                        declared(call, before, wanted.settings()),
                        wanted.tags(),
                        call.reply(queue -> show(call, queue)));
    }

    /** As {@link #create} and, for a queue that is there, {@link #change}, up to the doing. */
    void preview(Call call, byte[] body, int length) {
        byte[] kept = Arrays.copyOf(body, length);
        String name = newQueue(kept, QueueSettings.defaults()).name();
        door.onLane(
                call,
                () -> {
                    Optional<QueueInfo> known = door.queues().find(name);
                    Operation deed =
                            known.isEmpty() ? Operation.CREATE_QUEUE : Operation.CHANGE_QUEUE;
                    call.require(deed, name);
                    QueueSettings before =
                            known.map(QueueInfo::settings).orElseGet(QueueSettings::defaults);
                    QueueSettings after = newQueue(kept, before).settings();
                    checkPolicy(name, after);
                    QueueSettings declared = declared(call, before, after);
                    door.queues()
                            .refusesSettings(name, declared)
                            .ifPresent(why -> {
                                throw Refusals.failure(why);
                            });
                    String same = after.equals(before) ? "same" : "change";
                    call.json(out -> {
                        out.begin();
                        out.field("outcome", known.isEmpty() ? "create" : same);
                        out.end();
                    });
                });
    }

    private static NewQueue newQueue(byte[] body, QueueSettings base) {
        return Json.read(body, body.length, in -> newQueue(in, base));
    }

    /** Who declares where dead letters go must have the right to send there. */
    private static QueueSettings declared(Call call, QueueSettings before, QueueSettings after) {
        LaterEffects.declared(before, after)
                .ifPresent(target -> call.require(Operation.SEND, target));
        return LaterEffects.declaredBy(call.caller().user(), before, after);
    }

    /** What would not be enforced is not taken. */
    private static void checkPolicy(String queue, QueueSettings settings) {
        String policy = settings.labels().get(QueuePolicy.LABEL);
        if (policy == null) {
            return;
        }
        try {
            QueuePolicy _ = PolicyReader.read(policy, queue);
        } catch (PolicyRefused refused) {
            throw new ApiFailure(ProblemType.INVALID, "policy: " + refused.text());
        }
    }

    private static NewQueue newQueue(JsonIn in, QueueSettings base) {
        String name = "";
        QueueSettings settings = base;
        Map<String, String> tags = Map.of();
        for (String member = in.nextName(); member != null; member = in.nextName()) {
            switch (member) {
                case "name" -> name = in.text(member);
                case "settings" -> settings = settings(in, settings);
                case "tags" -> tags = in.texts(member, MAX_TAGS);
                default -> throw in.unknown(member, "name, settings, tags");
            }
        }
        checkName(name);
        return new NewQueue(name, settings, tags);
    }

    /** What every face and every file name can carry. */
    private static void checkName(String name) {
        boolean plain = !name.isEmpty() && name.length() <= MAX_NAME && name.charAt(0) != '.';
        for (int i = 0; plain && i < name.length(); i++) {
            char c = name.charAt(i);
            plain =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || "-_.:".indexOf(c) >= 0;
        }
        if (!plain) {
            throw ApiFailure.invalid(
                    "name", "1 to 255 of a-z, A-Z, 0-9, -, _, . and :, not beginning with a dot");
        }
    }

    private static QueueSettings settings(JsonIn in, QueueSettings base) {
        return in.beginObject("settings") ? SettingsIn.read(in, base) : base;
    }

    void show(Call call, byte[] body, int length) {
        door.onLane(call, () -> show(call, door.queue(call)));
    }

    private void show(Call call, QueueInfo queue) {
        call.tagged(QueueView.etag(queue), out -> view.write(out, queue));
    }

    void change(Call call, byte[] body, int length) {
        byte[] kept = Arrays.copyOf(body, length);
        // What is wrong in any case is said before the queue is looked for.
        var _ = changed(kept, QueueSettings.defaults());
        String condition = call.condition();
        inTurn(call, done -> change(call, kept, condition, done));
    }

    private void inTurn(Call call, Consumer<Runnable> change) {
        door.onLane(() -> changes.next(call, call.queue(), change));
    }

    private void change(Call call, byte[] body, @Nullable String condition, Runnable done) {
        // Whether the queue exists is for those alone who may do something of this kind.
        if (!call.may(Operation.PAUSE, call.queue())) {
            call.require(Operation.CHANGE_QUEUE, call.queue());
        }
        QueueInfo queue = door.queue(call);
        requireUnchanged(condition, queue);
        QueueSettings settings = permitted(call, queue, changed(body, queue.settings()));
        door.queues()
                .update(
                        call.caller(),
                        queue.name(),
                        settings,
                        InTurn.ending(done, call.reply(after -> show(call, after))));
    }

    /** Pausing is a right of its own; all else of a queue's settings is another. */
    private static QueueSettings permitted(Call call, QueueInfo queue, QueueSettings after) {
        QueueSettings before = queue.settings();
        if (after.flow() != before.flow()) {
            call.require(Operation.PAUSE, queue.name());
        }
        if (!after.equals(before.toBuilder().flow(after.flow()).build())) {
            call.require(Operation.CHANGE_QUEUE, queue.name());
        }
        checkPolicy(queue.name(), after);
        return LimitOverride.changed(before, declared(call, before, after));
    }

    private static QueueSettings changed(byte[] body, QueueSettings base) {
        return Json.read(
                body,
                body.length,
                in -> {
                    QueueSettings settings = base;
                    for (String name = in.nextName(); name != null; name = in.nextName()) {
                        if (!name.equals("settings")) {
                            throw in.unknown(name, "settings");
                        }
                        settings = settings(in, settings);
                    }
                    return settings;
                });
    }

    private static void requireUnchanged(@Nullable String condition, QueueInfo queue) {
        EntityTags.require(condition, "Queue \"" + queue.name() + "\"", QueueView.etag(queue));
    }

    void tag(Call call, byte[] body, int length) {
        Map<String, String> tags =
                Json.read(
                        body,
                        length,
                        in -> {
                            Map<String, String> read = Map.of();
                            for (String name = in.nextName(); name != null; name = in.nextName()) {
                                if (!name.equals("tags")) {
                                    throw in.unknown(name, "tags");
                                }
                                read = in.texts(name, MAX_TAGS);
                            }
                            return read;
                        });
        String condition = call.condition();
        inTurn(call, done -> tag(call, tags, condition, done));
    }

    private void tag(
            Call call, Map<String, String> tags, @Nullable String condition, Runnable done) {
        // Tags that are not named are removed.
        call.require(Operation.UNTAG_QUEUE, call.queue());
        if (condition != null) {
            requireUnchanged(condition, door.queue(call));
        }
        door.queues()
                .tag(
                        call.caller(),
                        call.queue(),
                        tags,
                        InTurn.ending(done, call.reply(queue -> show(call, queue))));
    }

    void delete(Call call, byte[] body, int length) {
        String condition = call.condition();
        inTurn(call, done -> delete(call, condition, done));
    }

    private void delete(Call call, @Nullable String condition, Runnable done) {
        if (condition != null) {
            requireUnchanged(condition, door.queue(call));
        }
        door.queues()
                .delete(
                        call.caller(),
                        call.queue(),
                        InTurn.ending(done, call.reply(_ -> call.empty())));
    }

    void purge(Call call, byte[] body, int length) {
        Bodies.none(body, length);
        door.onLane(
                call,
                () ->
                        door.queues()
                                .purge(call.caller(), call.queue(), call.reply(_ -> call.empty())));
    }

    void stats(Call call, byte[] body, int length) {
        door.onLane(
                call,
                () -> {
                    QueueInfo queue = door.queue(call);
                    call.json(out -> view.stats(out, queue));
                });
    }

    void list(Call call, byte[] body, int length) {
        String prefix = call.query().text("prefix");
        String contains = call.query().text("contains");
        NamePage page = NamePage.of(call.query());
        door.onLane(
                call,
                () -> {
                    Stream<QueueInfo> meant =
                            door.queues().all().stream()
                                    .filter(queue -> queue.name().startsWith(prefix))
                                    .filter(queue -> queue.name().contains(contains))
                                    .filter(queue -> call.may(Operation.SEE_QUEUE, queue.name()));
                    call.json(
                            out -> page.write(out, "queues", meant, QueueInfo::name, view::write));
                });
    }
}
