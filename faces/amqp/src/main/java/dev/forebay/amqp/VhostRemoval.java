package dev.forebay.amqp;

import dev.forebay.access.Access;
import dev.forebay.access.vhost.Vhost;
import dev.forebay.amqp.codec.AmqpFault;
import dev.forebay.amqp.codec.ReplyCode;
import dev.forebay.engine.Caller;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.Queues;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Deletes virtual hosts: first their connections end, then their queues go, at last their exchanges
 * and everybody's permissions. What a crash leaves half done is there again, with what was left. On
 * the lane.
 */
final class VhostRemoval {
    private final Queues queues;
    private final Access access;
    private final Vhosts vhosts;
    private final QueueRemoval removal;
    private final Connections connections;

    VhostRemoval(
            Queues queues,
            Access access,
            Vhosts vhosts,
            QueueRemoval removal,
            Connections connections) {
        this.queues = queues;
        this.access = access;
        this.vhosts = vhosts;
        this.removal = removal;
        this.connections = connections;
    }

    /** Deletes a virtual host with all that is in it; the default one stays. */
    void delete(Caller caller, Vhost vhost, Reply<Long> reply) {
        if (vhost.isDefault()) {
            reply.refused(
                    new Refusal.InvalidSetting(
                            "vhost", vhost.name(), "one that is not always there"));
            return;
        }
        if (vhosts.find(vhost.name()) == null) {
            reply.refused(
                    new Refusal.InvalidSetting("vhost", vhost.name(), "a vhost that there is"));
            return;
        }
        vhosts.ending(vhost);
        connections.endAllIn(
                vhost,
                AmqpFault.of(
                        ReplyCode.CONNECTION_FORCED, "vhost '" + vhost.name() + "' is deleted"));
        Emptying emptying = new Emptying(caller, vhost, reply);
        for (QueueInfo queue : heldBy(vhost)) {
            emptying.begin();
            removal.delete(caller, queue, emptying);
        }
        emptying.end();
    }

    private List<QueueInfo> heldBy(Vhost vhost) {
        return queues.all().stream().filter(queue -> vhost.holds(queue.name())).toList();
    }

    /** The last queue that is gone takes the host along. */
    private final class Emptying implements Reply<Long> {
        private final Caller caller;
        private final Vhost vhost;
        private final Reply<Long> reply;
        private @Nullable Refusal refusal;
        private int left = 1;

        Emptying(Caller caller, Vhost vhost, Reply<Long> reply) {
            this.caller = caller;
            this.vhost = vhost;
            this.reply = reply;
        }

        void begin() {
            left++;
        }

        @Override
        public void ok(Long messages) {
            end();
        }

        @Override
        public void refused(Refusal why) {
            refusal = why;
            end();
        }

        void end() {
            left--;
            if (left > 0) {
                return;
            }
            if (refusal == null) {
                vhosts.remove(vhost, new Removed(caller, vhost, reply));
            } else {
                vhosts.staying(vhost);
                reply.refused(refusal);
            }
        }
    }

    /** Another host of the name must not find anybody's permissions. */
    private final class Removed implements Reply<Long> {
        private final Caller caller;
        private final Vhost vhost;
        private final Reply<Long> reply;

        Removed(Caller caller, Vhost vhost, Reply<Long> reply) {
            this.caller = caller;
            this.vhost = vhost;
            this.reply = reply;
        }

        @Override
        public void ok(Long offset) {
            // Those whose declaration was on its way to the disk when the connections ended.
            heldBy(vhost).forEach(queue -> removal.delete(caller, queue, TopologyStore.UNHEARD));
            access.vhosts()
                    .forgetVhost(
                            caller,
                            vhost.name(),
                            new Reply<>() {
                                @Override
                                public void ok(String name) {
                                    reply.ok(offset);
                                }

                                @Override
                                public void refused(Refusal why) {
                                    reply.refused(why);
                                }
                            });
        }

        @Override
        public void refused(Refusal why) {
            reply.refused(why);
        }
    }
}
