package dev.forebay.engine.core;

import dev.forebay.engine.Attendance;
import dev.forebay.engine.Caller;
import dev.forebay.engine.ConsumerChange;
import dev.forebay.engine.ConsumerInfo;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.HeldBack;
import dev.forebay.engine.Receive;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.struct.DueHeap;
import dev.forebay.engine.struct.LeaseTable;
import dev.forebay.engine.struct.Timer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The receives of one subscription, served in the order they came. */
final class Receiving {
    /** What is ready goes to those that wait beside each other in about so many runs each. */
    private static final int RUNS = 4;

    private static final int LONGEST_RUN = 64;

    private final Core core;
    private final Subscription subscription;
    private final ArrayDeque<Waiter> waiters = new ArrayDeque<>();
    private final RepeatedReceives repeated;
    private final Consumers consumers;
    private final List<Subscription> passes = new ArrayList<>(0);
    private int turn;
    private final Timer rateTimer =
            new Timer() {
                @Override
                protected void fire(long now) {
                    serve();
                }
            };
    private boolean serving;
    private boolean changed;
    private int late;
    private long askedAt;
    private boolean recalled;

    Receiving(Core core, Subscription subscription) {
        this.core = core;
        this.subscription = subscription;
        this.repeated = new RepeatedReceives(core, subscription);
        this.consumers = new Consumers(core);
        this.askedAt = core.now();
    }

    /** Engine time at which somebody last asked or waited, as far as is known. */
    long askedAt() {
        return waiters.isEmpty() ? askedAt : core.turn.present();
    }

    /** It was asked at this time, before a restart. */
    void wasAskedAt(long known) {
        askedAt = recalled ? Math.max(askedAt, known) : known;
        recalled = true;
    }

    int waiting() {
        return waiters.size();
    }

    /** This caller consumes from now on, whether it asks or not. */
    Attendance attend(Caller caller) {
        return consumers.attended(caller);
    }

    /** Who receives, the one that did so last first. */
    List<ConsumerInfo> consumers() {
        forgetOldConsumers();
        HeldBack all = heldBack();
        return consumers.list(caller -> heldBack(caller, all));
    }

    /** Does to a consumer as people want; empty when it is not known. */
    Optional<ConsumerInfo> change(Caller caller, ConsumerChange change) {
        Consumers.Known consumer = consumers.find(caller);
        if (consumer == null) {
            return Optional.empty();
        }
        switch (change) {
            case DRAIN -> consumers.drain(consumer);
            case RESUME -> {
                consumers.resume(consumer);
                serve();
            }
            case DISCONNECT -> endAllOf(consumer);
        }
        return Optional.of(consumer.info(heldBack(caller)));
    }

    /** Those that neither ask nor have leases; these are looked at only where that may matter. */
    void forgetOldConsumers() {
        if (consumers.hasOld()) {
            consumers.seeHolders(subscription.state().leaseHead);
            passes.forEach(pass -> consumers.seeHolders(pass.state().leaseHead));
            consumers.forgetOld();
        }
    }

    /** Whether of each consumer as many receives are said to wait as do. For tests. */
    boolean countsItsConsumers() {
        for (Consumers.Known each : consumers.known()) {
            if (each.waiting() != waiters.stream().filter(one -> one.consumer() == each).count()) {
                return false;
            }
        }
        return true;
    }

    /** What holds deliveries to this client back. */
    Optional<HeldBack> heldBack(Caller caller) {
        return heldBack(caller, heldBack());
    }

    /** What holds deliveries to all clients back, or null; may look at each lease. */
    private @Nullable HeldBack heldBack() {
        HeldBack held = subscription.heldBack();
        for (int i = 0; i < passes.size() && held == null; i++) {
            held = passes.get(i).heldBack();
        }
        return held;
    }

    private Optional<HeldBack> heldBack(Caller caller, @Nullable HeldBack all) {
        if (consumers.drains(caller)) {
            return Optional.of(
                    new HeldBack(
                            HeldBack.Cause.DRAINED,
                            "the consumer is drained: it is given nothing more",
                            HeldBack.UNTIL_TOLD));
        }
        QueueRates rates = subscription.queue().rates();
        if (rates != null && (all == null || all.cause() == HeldBack.Cause.RATE)) {
            HeldBack own = rates.heldBack(caller, core.turn.present());
            return Optional.ofNullable(own == null ? all : own);
        }
        return Optional.ofNullable(all);
    }

    /** That as many messages are leased as may be, or null. */
    @Nullable HeldBack heldByLeases() {
        int limit = subscription.queue().settings().maxLeases();
        if (leased() < limit) {
            return null;
        }
        long first = firstDeadline();
        return new HeldBack(
                HeldBack.Cause.LEASES,
                limit + " messages are leased (maxLeases)",
                first >= LeaseTable.BOUND
                        ? HeldBack.UNTIL_TOLD
                        : Math.max(0, first - core.turn.present()));
    }

    /** When the first of its leases ends by itself, those of passes included. */
    private long firstDeadline() {
        long first = subscription.firstDeadline();
        for (int i = 0; i < passes.size(); i++) {
            first = Math.min(first, passes.get(i).firstDeadline());
        }
        return first;
    }

    /** It was deleted; passes into it go without its receives. */
    void drop(Subscription gone) {
        if (gone == subscription) {
            consumers.forgetAll();
        }
    }

    /** From now on these receives are given messages of the pass too. */
    void feed(Subscription pass) {
        passes.add(pass);
    }

    void unfeed(Subscription pass) {
        passes.remove(pass);
    }

    /** The passes that feed it, the oldest first. */
    List<Subscription> passes() {
        return passes;
    }

    boolean isFedBy(Subscription pass) {
        return passes.contains(pass);
    }

    private int leased() {
        int leased = subscription.state().leased;
        for (int i = 0; i < passes.size(); i++) {
            leased += passes.get(i).state().leased;
        }
        return leased;
    }

    /** The subscription and the passes into it, by turns which of them comes first. */
    private void fill(Handout handout) {
        if (passes.isEmpty()) {
            fill(handout, subscription);
            return;
        }
        int sources = passes.size() + 1;
        turn = (turn + 1) % sources;
        for (int i = 0; i < sources && handout.refusal() == null; i++) {
            int source = (turn + i) % sources;
            Subscription from = source == 0 ? subscription : passes.get(source - 1);
            handout.from(from, from.room());
            fill(handout, from);
        }
    }

    private static void fill(Handout handout, Subscription from) {
        from.order().fill(handout);
        from.readOn();
    }

    private boolean isReading() {
        boolean reading = subscription.isReading();
        for (int i = 0; i < passes.size(); i++) {
            reading |= passes.get(i).isReading();
        }
        return reading;
    }

    Waiter receive(Caller caller, Receive receive, Reply<List<Delivery>> reply) {
        askedAt = core.now();
        long wait =
                receive.waitMillis() == Receive.QUEUE_DEFAULT
                        ? subscription.queue().settings().receiveWaitMillis()
                        : receive.waitMillis();
        Waiter waiter =
                new Waiter(
                        core,
                        this,
                        subscription,
                        consumers.received(caller),
                        receive,
                        reply,
                        core.now() + wait);
        if (subscription.isLoaded()) {
            begin(waiter);
        } else {
            subscription.partition().whenLoaded(() -> begin(waiter));
        }
        return waiter;
    }

    private void begin(Waiter waiter) {
        if (waiter.isOver() || repeated.answer(waiter)) {
            return;
        }
        Refusal refusal = refusal();
        if (refusal != null) {
            waiter.refuse(refusal);
            return;
        }
        if (core.gate.isStopping()) {
            waiter.giveNothing();
            return;
        }
        if (waiters.isEmpty()) {
            // Nobody waited for what is beyond the queue's limit: this one comes too late for it.
            core.overflow.pushOutExcess(subscription.queue());
        }
        line(waiter);
        waiter.consumer().waits();
        if (waiter.deadline() <= core.now()) {
            late++;
            waiter.markLate();
        } else {
            core.timers.at(waiter, waiter.deadline());
        }
        serve();
    }

    /** Behind those of its own priority and of higher ones. */
    private void line(Waiter waiter) {
        ArrayDeque<Waiter> behind = new ArrayDeque<>(0);
        Waiter last;
        while ((last = waiters.peekLast()) != null && last.priority() < waiter.priority()) {
            behind.addFirst(waiters.removeLast());
        }
        waiters.addLast(waiter);
        waiters.addAll(behind);
    }

    private @Nullable Refusal refusal() {
        Refusal broken = subscription.partition().broken();
        if (broken != null) {
            return broken;
        }
        if (subscription.isBystander()) {
            return new Refusal.ReadInPlace(subscription.queue().name());
        }
        int limit = subscription.queue().settings().maxLeases();
        return leased() >= limit
                ? new Refusal.TooManyLeases(subscription.queue().name(), limit)
                : null;
    }

    /** Gives out what has become ready; called after every change that may have made it so. */
    void serve() {
        changed = true;
        if (serving) {
            return;
        }
        if (!waiters.isEmpty() && subscription.isLoaded()) {
            serveAll();
        }
        subscription.settledDown();
    }

    private void serveAll() {
        serving = true;
        Caller before = core.callers.current();
        try {
            while (changed && !waiters.isEmpty()) {
                changed = false;
                serveInOrder();
                endLate();
            }
        } finally {
            core.callers.enter(before);
            serving = false;
        }
    }

    private void serveInOrder() {
        Waiter waiter;
        while ((waiter = nextToServe()) != null) {
            int room = room(waiter);
            if (room <= 0 || core.gate.refusal(StoreGate.Work.RECEIVE) != null) {
                return;
            }
            Handout handout =
                    waiter.handout(
                            Math.min(room, share(waiter)),
                            subscription.queue().settings().leaseMillis());
            core.callers.enter(waiter.caller());
            fill(handout);
            Refusal refusal = handout.refusal();
            if (handout.isEmpty() && refusal == null) {
                if (!isReading() && bringBack()) {
                    continue;
                }
                return;
            }
            remove(waiter);
            if (handout.isEmpty() && refusal != null) {
                waiter.refuse(refusal);
            } else {
                given(waiter, handout.deliveries().size());
                repeated.remember(waiter, handout);
                waiter.give(handout);
            }
        }
    }

    /** What stands back for others comes all the same where there are none. */
    private boolean bringBack() {
        boolean brought = subscription.breaker().bringBack();
        for (int i = 0; i < passes.size() && !brought; i++) {
            Subscription pass = passes.get(i);
            brought = pass.room() > 0 && pass.breaker().bringBack();
        }
        return brought;
    }

    /** The receive that is first in line among those whose clients are not held back. */
    private @Nullable Waiter nextToServe() {
        QueueRates rates = subscription.queue().rates();
        if (waiters.isEmpty() || (rates == null && !consumers.drainAny())) {
            return waiters.peekFirst();
        }
        long soonest = DueHeap.NEVER;
        for (Waiter waiter : waiters) {
            if (waiter.consumer().isDrained()) {
                continue;
            }
            if (rates == null) {
                return waiter;
            }
            long wait = rates.waitMillis(waiter.caller(), core.now());
            if (wait == 0) {
                return waiter;
            }
            soonest = Math.min(soonest, core.now() + wait);
            if (!rates.differ()) {
                break;
            }
        }
        if (soonest != DueHeap.NEVER) {
            core.timers.at(rateTimer, soonest);
        }
        return null;
    }

    private int room(Waiter waiter) {
        int room = subscription.queue().settings().maxLeases() - leased();
        room = Math.min(room, subscription.room());
        QueueRates rates = subscription.queue().rates();
        return rates == null ? room : Math.min(room, rates.room(waiter.caller(), core.now()));
    }

    /**
     * How much of what is there one may have while others wait. A connection asks again as soon as
     * it is answered, behind those others: runs that become shorter give all about as much.
     */
    private int share(Waiter waiter) {
        int waiting = waiters.size();
        if (waiting == 1 || !waiter.isBound()) {
            return Integer.MAX_VALUE;
        }
        long run = subscription.state().ready() / ((long) RUNS * waiting);
        return Math.clamp(run, 1, LONGEST_RUN);
    }

    private void given(Waiter waiter, int messages) {
        QueueRates rates = subscription.queue().rates();
        if (rates != null) {
            rates.given(waiter.caller(), messages, core.now());
        }
    }

    /** Answers those whose wait is over, once no read may bring them something yet. */
    private void endLate() {
        if (late == 0 || isReading()) {
            return;
        }
        for (Waiter waiter : waiters.toArray(Waiter[]::new)) {
            if (waiter.isLate() && !waiter.isOver()) {
                remove(waiter);
                waiter.giveNothing();
            }
        }
    }

    /** The waiter's time is up. */
    void timeout(Waiter waiter) {
        late++;
        waiter.markLate();
        serve();
    }

    void remove(Waiter waiter) {
        boolean waited = waiters.peekFirst() == waiter;
        if (waited) {
            waiters.removeFirst();
        } else {
            waited = waiters.remove(waiter);
        }
        if (waited) {
            waiter.consumer().waited(core.now());
            askedAt = core.now();
        }
        core.timers.cancel(waiter);
        if (waiter.isLate()) {
            late--;
        }
    }

    /** Ends all that wait. */
    void refuseAll(Refusal refusal) {
        for (Waiter waiter : waiters.toArray(Waiter[]::new)) {
            remove(waiter);
            waiter.refuse(refusal);
        }
    }

    /** Ends all that wait with nothing, as if their time were up. */
    void endAll() {
        endThose(waiter -> true);
    }

    @SuppressWarnings("ReferenceEquality") // There is one for each caller.
    private void endAllOf(Consumers.Known consumer) {
        endThose(waiter -> waiter.consumer() == consumer);
    }

    private void endThose(Predicate<Waiter> meant) {
        for (Waiter waiter : waiters.toArray(Waiter[]::new)) {
            if (meant.test(waiter)) {
                remove(waiter);
                waiter.giveNothing();
            }
        }
    }
}
