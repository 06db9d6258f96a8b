package dev.forebay.engine.core;

import dev.forebay.engine.Caller;
import dev.forebay.engine.EngineClock;
import dev.forebay.engine.Lane;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.edit.BodyReader;
import dev.forebay.engine.struct.DueHeap;
import dev.forebay.engine.struct.LeaseTable;
import dev.forebay.engine.struct.Timer;
import dev.forebay.engine.struct.Timers;
import dev.forebay.log.LogStore;
import java.util.random.RandomGenerator;

/** What the parts of one lane share, and the lane's own rhythm: tick, commands, flush. */
final class Core {
    /** Leases ended in one turn at most, so that one journal append stays small. */
    private static final int EXPIRIES_A_TURN = 10_000;

    private static final long SWEEP_MILLIS = 60_000;

    /** So much journal stands for so many touched bitmaps that those at rest are made small. */
    private static final long SHRINK_BYTES = 4 << 20;

    final LogStore store;
    final Lane lane;
    final EngineLimits limits;
    final long hashSeed;
    final Retries retries;
    final Overflow overflow = new Overflow(this);
    final Turn turn;
    final Commits commits;
    final Callers callers = new Callers(this);
    final ConsumerBudget consumers = new ConsumerBudget();
    final StoreGate gate;
    final LeaseTable leases = new LeaseTable();
    final Timers timers = new Timers();
    final ReadBudget reads;
    final Searches searches = new Searches(this);
    final ParkedBudget parked;
    final Pace pace = new Pace();
    final StoredMessage stored = new StoredMessage();
    final AttemptSpill attempts;
    final DedupSpill dedup;
    final BatchTime batchTime = new BatchTime();
    final DeliveryJournal journal;
    final VolatileRides volatileRides = new VolatileRides(this);
    final VolatileRetention volatileRetention = new VolatileRetention();
    final Snapshots snapshots;
    final Outbox outbox;
    final Catalog catalog;
    final LeaseEnding leaseEnding = new LeaseEnding(this);
    final Unleased unleased = new Unleased(this);
    final Expiry expiry = new Expiry(this);
    final Pinning pinning = new Pinning(this);
    final DeadLetters deadLetters;
    final ExpiredLetters expired = new ExpiredLetters(this);
    final RedriveJobs redrives;
    final ScheduleBook schedules;
    final LaterLog laterLog;

    /** Reads of scheduled messages under way at once, all queues together. */
    final Turnstile laterReads = new Turnstile(4);

    /** How many queues know which of their scheduled messages are due next. */
    int laterWindows;

    /** Finds what templates of redrives take from within bodies. */
    BodyReader bodies = BodyReader.NONE;

    final Loader loader;
    final Readership readership;
    final Relief relief;
    private final EngineClock clock;
    private long longestLifeMillis = Long.MAX_VALUE;
    private final Sweep sweep = new Sweep();
    private long wakeAt = DueHeap.NEVER;
    private long shrunkAt;

    Core(
            LogStore store,
            Lane lane,
            EngineClock clock,
            RandomGenerator random,
            EngineLimits limits) {
        this.store = store;
        this.lane = lane;
        this.clock = clock;
        this.limits = limits;
        this.hashSeed = random.nextLong();
        this.retries = new Retries(random);
        this.turn = new Turn(lane, clock, this::tick, this::flush);
        this.commits = new Commits(store, lane, this::begin);
        this.gate = new StoreGate(store, commits);
        this.reads = new ReadBudget(limits.readAheadBytes());
        this.parked = new ParkedBudget(limits.parkedBytes(), limits.parkedMessages());
        this.attempts = new AttemptSpill(this, store.stream(Streams.ATTEMPTS));
        this.dedup = new DedupSpill(this, store.stream(Streams.DEDUPLICATION));
        this.journal = new DeliveryJournal(this, store.stream(Streams.JOURNAL));
        this.snapshots = new Snapshots(this, store.stream(Streams.SNAPSHOTS));
        this.outbox = new Outbox(this);
        this.catalog =
                new Catalog(
                        this, store.stream(Streams.CATALOG), store.stream(Streams.CATALOG_COPY));
        this.deadLetters = new DeadLetters(this);
        this.redrives = new RedriveJobs(this, store.stream(Streams.REDRIVES));
        this.schedules = new ScheduleBook(this, store.stream(Streams.SCHEDULES));
        this.laterLog = new LaterLog(this, store.stream(Streams.LATER));
        this.loader = new Loader(this);
        this.readership = new Readership(this);
        this.relief = new Relief(this);
    }

    long now() {
        return turn.now();
    }

    long wall() {
        return turn.wall();
    }

    /** Begins a turn if there is none; what follows comes from nobody. */
    private void begin() {
        turn.begin();
        callers.enter(null);
    }

    /** Begins a turn if there is none; what follows is this caller's command. */
    void begin(Caller caller) {
        turn.begin();
        callers.enter(caller);
    }

    /** Asks for one more turn. */
    void again() {
        lane.execute(turn::begin);
    }

    /** Brings everything to the present. */
    private void tick() {
        callers.enter(null);
        int left = EXPIRIES_A_TURN;
        while (leases.firstDeadline() <= now() && left-- > 0) {
            int slot = leases.first();
            leaseEnding.ranOut(catalog.subscription(leases.partition(slot)), slot);
        }
        timers.run(now());
    }

    private void flush() {
        attempts.flush();
        dedup.flush();
        snapshots.flush();
        journal.flush();
        volatileRides.flush();
        outbox.flush();
        volatileRetention.flush();
        if (journal.totalBytes() - shrunkAt > SHRINK_BYTES) {
            shrink();
        }
        wakeUp();
    }

    private void shrink() {
        shrunkAt = journal.totalBytes();
        for (QueueState queue : catalog.queues()) {
            queue.partition().subscriptions().forEach(each -> each.state().shrink());
        }
    }

    private void wakeUp() {
        long due = Math.min(leases.firstDeadline(), timers.firstDue());
        if (due < wakeAt) {
            wakeAt = due;
            lane.schedule(
                    () -> {
                        if (wakeAt == due) {
                            wakeAt = DueHeap.NEVER;
                        }
                        turn.begin();
                    },
                    Math.max(0, due - clock.now()));
        }
    }

    /** How long the journal may have to tell of a message, at most. */
    long longestLifeMillis() {
        return longestLifeMillis;
    }

    /** From now on segments past their retention are let go of as time passes. */
    void startSweeping() {
        timers.at(sweep, now() + SWEEP_MILLIS);
    }

    /** Nothing can be recorded any more: whoever waits is told. */
    void storageFailed(Refusal refusal) {
        for (QueueState queue : catalog.queues().toArray(QueueState[]::new)) {
            queue.partition().subscriptions().forEach(each -> each.receiving().refuseAll(refusal));
        }
    }

    private final class Sweep extends Timer {
        @Override
        protected void fire(long now) {
            long longest = 0;
            for (QueueState queue : catalog.queues()) {
                queue.partition().retain();
                queue.partition().compaction().consider();
                queue.partition()
                        .subscriptions()
                        .forEach(each -> each.receiving().forgetOldConsumers());
                longest = Math.max(longest, queue.isVolatile() ? 0 : queue.longestLifeMillis());
            }
            longestLifeMillis = longest;
            attempts.tidy();
            dedup.tidy();
            shrink();
            startSweeping();
        }
    }
}
