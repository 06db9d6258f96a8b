package dev.forebay.server.amqp.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A message in one queue, as clients have seen it, and the rules of its life: what was refused or
 * never sent does not come; what is settled for good does not come again; one client has it at a
 * time; what came before is marked; none overtakes another of its line.
 */
final class Copy {
    private static final long NEVER = Long.MAX_VALUE;

    /** Whether it is in the queue, as far as clients can know. */
    enum Fate {
        UNKNOWN,
        THERE,
        REFUSED
    }

    /** Whether it is settled, as far as clients can know. */
    enum Settled {
        NO,
        /** Its consumer said so, and got no answer to anything since. */
        ASKED,
        FINAL
    }

    final Published message;
    final TrackedQueue queue;
    private Fate fate = Fate.UNKNOWN;
    private Settled settled = Settled.NO;
    private @Nullable ClientChannel holder;
    private @Nullable ClientChannel settler;
    private int deliveries;
    private boolean came;
    private long cameWhen;
    private final List<ClientConnection> cameTo = new ArrayList<>();

    /** It had come before that instant, and must be marked. */
    private boolean cameBefore;

    /** In that instant it came without a mark. */
    private boolean cameUnmarked;

    /** A client that acks nothing was to get it and is gone. */
    private boolean lost;

    /** Since this time it has surely waited for a consumer. */
    private long readySince = NEVER;

    /** Who gives it back, and gets nothing before it has arrived there. */
    private @Nullable ClientConsumer returner;

    /** The only one that was served, and ends: the next one is not served before it is back. */
    private @Nullable ClientConsumer predecessor;

    Copy(Published message, TrackedQueue queue) {
        this.message = message;
        this.queue = queue;
        message.copies.add(this);
        queue.copies.add(this);
    }

    int deliveries() {
        return deliveries;
    }

    boolean isLost() {
        return fate == Fate.THERE && settled == Settled.NO;
    }

    boolean waits() {
        return isLost() && holder == null;
    }

    boolean isUnknown() {
        return fate == Fate.UNKNOWN;
    }

    /** Its message is in the queue, and on disk. */
    void confirmed(long now) {
        require(fate != Fate.REFUSED, "confirmed and refused");
        fate = Fate.THERE;
        if (deliveries == 0) {
            readySince = now;
        }
    }

    /** It is in no queue and never will be. */
    void refused() {
        require(deliveries == 0 && fate != Fate.THERE, "refused after it was delivered");
        fate = Fate.REFUSED;
    }

    /** The server sends it to a client: to a consumer, or null for basic.get. */
    void delivered(
            Model model,
            ClientChannel to,
            @Nullable ClientConsumer by,
            boolean redelivered,
            long now) {
        require(fate != Fate.REFUSED, "phantom: delivered though refused");
        require(settled != Settled.FINAL, "finality: delivered after an answered settle");
        suspect(model, to, by, now);
        require(!lost, "order: delivered after what is behind it");
        beginInstant(now);
        require(
                redelivered || mayBeFirst(to),
                "redelivered: not marked at delivery " + (deliveries + 1));
        require(
                !redelivered || deliveries > 0 || model.ends > message.endsWhenSent,
                "redelivered: marked at its first delivery");
        fate = Fate.THERE;
        settled = Settled.NO;
        settler = null;
        holder = to;
        deliveries++;
        came = true;
        cameUnmarked |= !redelivered;
        cameTo.add(to.connection);
        readySince = NEVER;
        returner = null;
        predecessor = null;
    }

    private void beginInstant(long now) {
        if (cameWhen != now) {
            cameWhen = now;
            cameTo.clear();
            cameBefore = came;
            cameUnmarked = false;
        }
    }

    /** Rules that hold for the server, and for what clients see of it once an instant is over. */
    private void suspect(Model model, ClientChannel to, @Nullable ClientConsumer by, long now) {
        ClientChannel owner = holder;
        if (owner != null) {
            suspect(
                    model,
                    "owner: delivered to " + to + " beside " + owner,
                    now,
                    () -> !owner.isOpen() || isStill(owner, to));
        }
        ClientChannel asking = settler;
        if (settled == Settled.ASKED && asking != null && asking.isOpen()) {
            suspect(
                    model,
                    "settled: delivered though " + asking + " settled it",
                    now,
                    () -> !asking.isOpen());
        }
        for (Copy other : queue.copies) {
            if (other.isPassedOver(this, by, now)) {
                suspect(
                        model,
                        "order: delivered before " + other.message,
                        now,
                        () ->
                                other.cameElsewhere(to, now)
                                        || other.cameUnheard(now)
                                        || other.isTakenUnheard());
            }
        }
    }

    /** The server gave it to the second one first, whose channel has ended since. */
    private boolean isStill(ClientChannel first, ClientChannel second) {
        if (second.isOpen()) {
            return false;
        }
        if (first.holds(this)) {
            holder = first;
        }
        return true;
    }

    private void suspect(Model model, String rule, long now, BooleanSupplier innocent) {
        model.suspicions.add(rule + ": " + message + " in " + queue, now, innocent);
    }

    /** What came to others in the same instant may have been given out after this one. */
    private boolean mayBeFirst(ClientChannel to) {
        return !cameBefore && !cameUnmarked && !cameTo.contains(to.connection);
    }

    private boolean cameElsewhere(ClientChannel than, long when) {
        return cameWhen == when
                && cameTo.stream().anyMatch(connection -> connection != than.connection);
    }

    /** In that instant a client was to get it that is gone: what comes after that is marked. */
    private boolean cameUnheard(long when) {
        boolean could = queue.takerGoneAt() == when && !(cameWhen == when && cameUnmarked);
        came |= could;
        return could;
    }

    /** It is settled for a client that is gone: it does not come any more. */
    private boolean isTakenUnheard() {
        lost |= waits() && message.sentAt < queue.carelessGoneAt();
        return lost;
    }

    /** It surely waited while one behind it was given out. */
    private boolean isPassedOver(Copy other, @Nullable ClientConsumer to, long now) {
        return message.line == other.message.line
                && message.place < other.message.place
                && waits()
                && (readySince < now || isBackBeforeAnythingFor(to));
    }

    private boolean isBackBeforeAnythingFor(@Nullable ClientConsumer consumer) {
        return consumer != null
                && (returner == consumer || (predecessor != null && predecessor != consumer));
    }

    /** This one has it no more. */
    void letGo(ClientChannel by) {
        if (holder == by) {
            holder = null;
        }
    }

    /** Its consumer gives it back, which has no credit for others before that is done. */
    void comesFirstFor(ClientConsumer consumer) {
        returner = consumer;
    }

    /** It goes back as its consumer ends, which alone was served. */
    void comesFirstAfter(ClientConsumer consumer) {
        predecessor = consumer;
    }

    /** Its client gives it back. */
    Runnable givenBack(LongSupplier now) {
        holder = null;
        int before = deliveries;
        return () -> {
            if (deliveries == before && waits()) {
                readySince = now.getAsLong();
            }
        };
    }

    /** Its client says that it is done with it. */
    Runnable settled(ClientChannel by) {
        holder = null;
        settler = by;
        settled = Settled.ASKED;
        return () -> {
            if (settled == Settled.ASKED) {
                settled = Settled.FINAL;
            }
        };
    }

    /** Its client gives it back once its transaction is committed. */
    Runnable givenBackInTx(ClientChannel by, LongSupplier now) {
        holder = null;
        settler = by;
        settled = Settled.ASKED;
        int before = deliveries;
        return () -> {
            if (deliveries == before && settled == Settled.ASKED) {
                settled = Settled.NO;
                settler = null;
                readySince = now.getAsLong();
            }
        };
    }

    /** That transaction is on its way: the copy may be delivered before its client hears of it. */
    void onItsWayBack() {
        settler = null;
    }

    /** Whatever became of that transaction, nobody has it. */
    void backInAnyCase() {
        if (settled == Settled.ASKED) {
            settled = Settled.NO;
            settler = null;
        }
    }

    /** A settle that a transaction holds back was taken back: the client has it again. */
    void heldAgain(ClientChannel by) {
        if (settler == by) {
            settled = Settled.NO;
            settler = null;
            holder = by;
        }
    }

    /** The server process is gone, and a new one is there. */
    void restarted(Death death, long now) {
        holder = null;
        lost &= death == Death.STOP;
        settler = null;
        returner = null;
        predecessor = null;
        quiet(now);
    }

    /** Nothing is under way. */
    void quiet(long now) {
        if (waits() && readySince == NEVER) {
            readySince = now;
        }
    }

    private void require(boolean holds, String rule) {
        if (!holds) {
            throw new SimulationFailure(rule + ": " + message + " in " + queue);
        }
    }

    @Override
    public String toString() {
        return message + " in " + queue + " (" + fate + ", settled " + settled + ")";
    }
}
