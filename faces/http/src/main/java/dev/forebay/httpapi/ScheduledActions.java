package dev.forebay.httpapi;

import dev.forebay.engine.Browse;
import dev.forebay.engine.Message;
import dev.forebay.engine.MessageId;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.ScheduledMessage;
import dev.forebay.engine.ScheduledPage;
import dev.forebay.engine.filter.FilterMatcher;
import dev.forebay.engine.filter.MessageFilter;
import dev.forebay.httpapi.codec.ApiFailure;
import dev.forebay.httpapi.codec.JsonOut;
import dev.forebay.httpapi.codec.MessageOut;
import dev.forebay.httpapi.codec.Shown;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Messages that were sent with long delays and are not due yet. */
final class ScheduledActions {
    private final Door door;

    ScheduledActions(Door door) {
        this.door = door;
    }

    void list(Call call, byte[] body, int length) {
        int limit = (int) call.query().number("limit", 1, Cursor.LARGEST_PAGE, Cursor.PAGE);
        String after = Cursor.read(call.query());
        MessageFilter filter = LookingActions.filter(call.query().text("filter"));
        Browse.Bodies bodies = LookingActions.bodies(call.query());
        door.onLane(
                call,
                () ->
                        door.queues()
                                .scheduled()
                                .list(
                                        call.caller(),
                                        call.queue(),
                                        after,
                                        limit,
                                        listed(call, filter, bodies)));
    }

    /** What the engine does not know as a place in its list was no cursor of it. */
    private Reply<ScheduledPage> listed(Call call, MessageFilter filter, Browse.Bodies bodies) {
        MessageFilter guarded = door.masking().guarded(call, call.queue(), filter);
        FilterMatcher matcher = FilterMatcher.of(guarded);
        Function<Message, Shown> shown = door.masking().of(call, call.queue());
        long wall = door.clock().wall();
        Reply<ScheduledPage> reply =
                call.reply(page -> {
                    List<ScheduledMessage> meant =
                            page.messages().stream()
                                    .filter(each -> matcher.matches(new NotDueYet(each), wall))
                                    .toList();
                    call.json(out -> write(out, meant, shown, bodies, page.next()));
                });
        return new Reply<>() {
            @Override
            public void ok(ScheduledPage page) {
                reply.ok(page);
            }

            @Override
            public void refused(Refusal refusal) {
                if (refusal instanceof Refusal.InvalidSetting wrong
                        && wrong.setting().equals("after")) {
                    call.fail(Cursor.foreign().problem());
                } else {
                    reply.refused(refusal);
                }
            }
        };
    }

    void show(Call call, byte[] body, int length) {
        MessageId id = id(call);
        door.onLane(
                call,
                () -> {
                    Function<Message, Shown> shown = door.masking().of(call, call.queue());
                    door.queues()
                            .scheduled()
                            .find(
                                    call.caller(),
                                    call.queue(),
                                    id,
                                    call.reply(found ->
                                            call.json(out ->
                                                    write(out, found, shown, Browse.Bodies.WITH))));
                });
    }

    void cancel(Call call, byte[] body, int length) {
        MessageId id = id(call);
        door.onLane(
                call,
                () ->
                        door.queues()
                                .scheduled()
                                .cancel(
                                        call.caller(),
                                        call.queue(),
                                        id,
                                        call.reply(_ -> call.empty())));
    }

    private static MessageId id(Call call) {
        try {
            UUID id = UUID.fromString(call.part("message"));
            return new MessageId(id.getMostSignificantBits(), id.getLeastSignificantBits());
        } catch (IllegalArgumentException notAnId) {
            throw ApiFailure.invalid("the message in the address", "the id of a message, a UUID");
        }
    }

    private static void write(
            JsonOut out,
            List<ScheduledMessage> messages,
            Function<Message, Shown> shown,
            Browse.Bodies bodies,
            String next) {
        out.begin();
        out.beginList("messages");
        messages.forEach(message -> write(out, message, shown, bodies));
        out.endList();
        if (!next.equals(ScheduledPage.FIRST)) {
            out.field("cursor", Cursor.of(next));
        }
        out.end();
    }

    private static void write(
            JsonOut out,
            ScheduledMessage message,
            Function<Message, Shown> shown,
            Browse.Bodies bodies) {
        out.begin();
        out.field("id", message.id().toString());
        out.field("state", "scheduled");
        out.time("deliverAt", message.dueAt());
        out.time("sentAt", message.sentAt());
        MessageOut.content(out, shown.apply(message.message()), bodies);
        out.end();
    }
}
