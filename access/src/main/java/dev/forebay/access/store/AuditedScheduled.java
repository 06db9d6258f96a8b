package dev.forebay.access.store;

import dev.forebay.engine.Caller;
import dev.forebay.engine.MessageId;
import dev.forebay.engine.Reply;
import dev.forebay.engine.ScheduledMessage;
import dev.forebay.engine.ScheduledMessages;
import dev.forebay.engine.ScheduledPage;

/** Scheduled messages; who takes one back is noted. */
final class AuditedScheduled implements ScheduledMessages {
    private final ScheduledMessages scheduled;
    private final Noting noting;

    AuditedScheduled(ScheduledMessages scheduled, Noting noting) {
        this.scheduled = scheduled;
        this.noting = noting;
    }

    @Override
    public void list(
            Caller caller, String queue, String after, int most, Reply<ScheduledPage> reply) {
        scheduled.list(caller, queue, after, most, reply);
    }

    @Override
    public void find(Caller caller, String queue, MessageId id, Reply<ScheduledMessage> reply) {
        scheduled.find(caller, queue, id, reply);
    }

    @Override
    public void cancel(Caller caller, String queue, MessageId id, Reply<ScheduledMessage> reply) {
        String target = queue + "/" + id;
        scheduled.cancel(
                caller, queue, id, noting.of(caller, "cancel scheduled message", target, reply));
    }
}
