package dev.forebay.engine.sim;

import static dev.forebay.engine.Send.QUEUE_EXPIRY;

import dev.forebay.engine.Flow;
import dev.forebay.engine.ReplayInfo;
import dev.forebay.engine.Settlement;
import java.util.List;

/** One step of a script. Clients, queues and leases are named by numbers, taken modulo. */
sealed interface Step {
    /** What becomes of a message to send; a delay below 0 is the queue's own, an empty rule too. */
    record Item(
            int key,
            long delayMillis,
            int deduplication,
            int bytes,
            String retryRule,
            long expiryMillis,
            int priority) {
        static final int NO_PRIORITY = -1;

        Item(int key, long delayMillis, int deduplication, int bytes) {
            this(key, delayMillis, deduplication, bytes, "", QUEUE_EXPIRY, NO_PRIORITY);
        }

        Item withPriority(int level) {
            return new Item(key, delayMillis, deduplication, bytes, retryRule, expiryMillis, level);
        }
    }

    record Send(int client, int queue, List<Item> items) implements Step {}

    record Receive(int client, int queue, int max, long leaseMillis, long waitMillis)
            implements Step {}

    /** As {@link Receive}, from the named subscription. */
    record Read(int client, int queue, int max, long leaseMillis, long waitMillis)
            implements Step {}

    /** Where a replay goes. */
    enum Into {
        WORK,
        READER
    }

    /**
     * Everything once more.
     *
     * @param key only messages of this key; below 0 for all
     * @param perSecond most messages a second; 0 for no limit
     */
    record Replay(int client, int queue, Into into, int key, int perSecond) implements Step {}

    /** Pauses, resumes or cancels a replay, one of the latest as a rule. */
    record Turn(int pick, ReplayInfo.Phase phase) implements Step {}

    /** How a settlement ends the leases it picks. */
    enum End {
        ACK,
        RELEASE,
        REJECT,
        EXTEND
    }

    /** Settles leases that the client holds or once held. */
    record Settle(
            int client,
            List<Integer> picks,
            End end,
            long millis,
            Settlement.Attempt attempt,
            String reason)
            implements Step {
        Settle(int client, List<Integer> picks, End end, long millis) {
            this(client, picks, end, millis, Settlement.Attempt.COUNTED, "");
        }
    }

    /** A message and the queue it goes to. */
    record To(int queue, Item item) {}

    /** Acks leases that the client holds or once held and sends messages, all or nothing. */
    record Change(int client, List<Integer> acks, List<To> sends) implements Step {}

    /** What is done to the redrives of the dead-letter queue. */
    enum RedriveAct {
        START,
        PAUSE,
        RESUME,
        CANCEL
    }

    /** Redrives the dead-letter queue at a rate, 0 for none, or steers the redrive under way. */
    record Redrive(RedriveAct act, int perSecond) implements Step {}

    /** What is done to a schedule, or to the queue that schedules send to. */
    enum RepeatAct {
        PUT,
        ENABLE,
        DISABLE,
        DELETE,
        RUN,
        /** Pauses or resumes sending to the queue. */
        STEER,
        /** Lets time come to the next run, which then is about to be made. */
        AWAIT
    }

    /**
     * Makes or changes a schedule.
     *
     * @param pick chooses times and policy
     */
    record Repeat(RepeatAct act, int slot, int pick) implements Step {}

    /** The client goes away while it waits. */
    record Cancel(int client) implements Step {}

    record Purge(int client, int queue) implements Step {}

    /** Takes a scheduled message back before it is due. */
    record Withdraw(int client, int pick) implements Step {}

    /** New limits for a queue that has limits; others stay as they are. */
    record Relimit(int client, int queue, long maxDepth) implements Step {}

    /** Pauses, resumes or drains a queue. */
    record Steer(int client, int queue, Flow flow) implements Step {}

    /** Runs so many tasks of the server without time passing. */
    record Run(int tasks) implements Step {}

    record Advance(long millis) implements Step {}

    record JumpWall(long millis) implements Step {}

    record Crash(Death death, long seed) implements Step {}

    record Disturb(Fault fault, long seed) implements Step {}

    /** How a process ends. */
    enum Death {
        /** Everything that was not synced may be lost or torn. */
        POWER_CUT,
        /** The process is gone, what it wrote is in the page cache. */
        KILL,
        /** Killed, restarted, then a power cut while it recovers or soon after. */
        DURING_RECOVERY,
        /** A clean stop. */
        STOP
    }

    /** What goes wrong with the disk. */
    enum Fault {
        SYNC_FAILS,
        WRITE_FAILS,
        DISK_FULL,
        DISK_HAS_ROOM
    }
}
