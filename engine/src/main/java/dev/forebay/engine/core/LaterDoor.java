package dev.forebay.engine.core;

import dev.forebay.engine.Caller;
import dev.forebay.engine.MessageId;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.ScheduledMessage;
import dev.forebay.engine.ScheduledMessages;
import dev.forebay.engine.ScheduledPage;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What may be asked about scheduled messages. */
final class LaterDoor implements ScheduledMessages {
    private static final int MOST = 1000;

    private final Core core;

    LaterDoor(Core core) {
        this.core = core;
    }

    @Override
    public void list(
            Caller caller, String queue, String after, int most, Reply<ScheduledPage> reply) {
        core.turn.begin();
        Optional<LaterListing.Cursor> cursor = LaterListing.Cursor.parse(after);
        if (cursor.isEmpty()) {
            reply.refused(new Refusal.InvalidSetting("after", after, "what the page before said"));
        } else if (most < 1 || most > MOST) {
            reply.refused(
                    new Refusal.InvalidSetting("most", Integer.toString(most), "1 to " + MOST));
        } else {
            core.catalog.whenUsable(
                    queue,
                    reply,
                    found -> {
                        if (found.partition().hasLater()) {
                            new LaterListing(
                                            core,
                                            found.partition().later(),
                                            cursor.get(),
                                            most,
                                            reply)
                                    .start();
                        } else {
                            reply.ok(new ScheduledPage(List.of(), ScheduledPage.FIRST));
                        }
                    });
        }
    }

    @Override
    public void find(Caller caller, String queue, MessageId id, Reply<ScheduledMessage> reply) {
        core.turn.begin();
        look(queue, id, reply, (later, found) -> reply.ok(found.message()));
    }

    @Override
    public void cancel(Caller caller, String queue, MessageId id, Reply<ScheduledMessage> reply) {
        core.begin(caller);
        Refusal refusal = core.gate.refusal(StoreGate.Work.ACK);
        if (refusal != null) {
            reply.refused(refusal);
        } else {
            look(
                    queue,
                    id,
                    reply,
                    (later, found) -> core.callers.as(caller, () -> cancel(later, found, reply)));
        }
    }

    private void cancel(Later later, LaterFind.Found found, Reply<ScheduledMessage> reply) {
        Refusal refusal = core.gate.refusal(StoreGate.Work.ACK);
        if (refusal != null) {
            reply.refused(refusal);
            return;
        }
        later.cancel(found);
        core.journal.whenDurable(Durable.otherwiseRefused(reply, () -> reply.ok(found.message())));
    }

    /** Takes what was found. */
    private interface Finder {
        void take(Later later, LaterFind.Found found);
    }

    private void look(String name, MessageId id, Reply<ScheduledMessage> reply, Finder finder) {
        core.catalog.whenUsable(
                name,
                reply,
                queue -> {
                    Optional<LaterPlace> place = LaterPlace.of(queue.id(), id);
                    if (place.isEmpty() || !queue.partition().hasLater()) {
                        reply.refused(new Refusal.NoSuchScheduled(name, id));
                        return;
                    }
                    Later later = queue.partition().later();
                    later.steps()
                            .ask(() ->
                                    new LaterFind(
                                                    core,
                                                    later,
                                                    place.get(),
                                                    found -> {
                                                        take(name, id, reply, later, found, finder);
                                                        later.steps().done();
                                                    })
                                            .start());
                });
    }

    private static void take(
            String name,
            MessageId id,
            Reply<ScheduledMessage> reply,
            Later later,
            LaterFind.@Nullable Found found,
            Finder finder) {
        if (later.isGone()) {
            reply.refused(new Refusal.NoSuchQueue(name));
        } else if (found == null) {
            reply.refused(new Refusal.NoSuchScheduled(name, id));
        } else {
            finder.take(later, found);
        }
    }
}
