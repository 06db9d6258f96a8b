package dev.forebay.engine.sim;

import dev.forebay.engine.Queues;
import dev.forebay.engine.core.EngineLimits;
import dev.forebay.log.LogStore;
import dev.forebay.log.disk.Disk;
import dev.forebay.testkit.disk.FlawedDisk;
import dev.forebay.testkit.disk.FlawedDisk.Flaw;
import dev.forebay.testkit.sim.SimScheduler;
import java.util.Optional;

/** Bugs planted around the real engine and the real log, each of which the simulation must find. */
enum PlantedFlaw implements EngineFlaw {
    NO_DIRECTORY_SYNC(Flaw.NO_DIRECTORY_SYNC),
    ANSWER_BEFORE_SYNC(Flaw.ANSWER_BEFORE_SYNC),
    RETRY_FAILED_SYNC(Flaw.RETRY_FAILED_SYNC),
    IGNORE_WRITE_ERROR(Flaw.IGNORE_WRITE_ERROR),
    /** Found by kill -9 or a failed sync, a restart, then a power cut. */
    TRUST_PAGE_CACHE(Flaw.TRUST_PAGE_CACHE),
    /** What is kept of a segment is not on disk when the segment goes. */
    COMPACT_WITHOUT_SYNC(Flaw.COMPACT_WITHOUT_SYNC),
    /** Leases are told and not written. */
    LEASE_NOT_PERSISTED,
    /** An ack is applied and answered while it is on its way to the disk. */
    ACK_BEFORE_DURABLE,
    /** Nothing is looked at beyond the oldest message: keys wait for each other. */
    NO_LOOK_AHEAD,
    /** Priorities are kept and not gone by. */
    BLIND_TO_PRIORITY,
    /** Scheduled messages that are due are sent first and ticked off then, in two appends. */
    DUE_IN_TWO_STEPS,
    /** A schedule's run is sent first and noted then, in two appends. */
    RUN_IN_TWO_STEPS,
    /** The copies of a dead letter are sent by two appends. */
    FAN_OUT_IN_TWO_STEPS,
    /** A dead letter is settled first and sent then, in two appends. */
    SETTLED_BEFORE_SENT,
    /** What leaves the heap is told to be on disk and is not. */
    ATTEMPTS_NOT_WRITTEN,
    /** The filters of deduplication ids that leave the heap have none of them in it. */
    IDS_NOT_IN_THEIR_FILTER;

    private final Optional<Flaw> ofTheDisk;

    PlantedFlaw() {
        ofTheDisk = Optional.empty();
    }

    PlantedFlaw(Flaw ofTheDisk) {
        this.ofTheDisk = Optional.of(ofTheDisk);
    }

    @Override
    public Disk disk(Disk disk) {
        return ofTheDisk.<Disk>map(flaw -> new FlawedDisk(disk, flaw)).orElse(disk);
    }

    @Override
    public EngineLimits limits(EngineLimits limits) {
        return this == NO_LOOK_AHEAD ? limits.withParked(0, 1) : limits;
    }

    @Override
    public Queues queues(Queues queues) {
        return this == BLIND_TO_PRIORITY ? BlindQueues.over(queues) : queues;
    }

    @Override
    public LogStore store(LogStore store, SimClock clock, SimScheduler scheduler) {
        return ofTheDisk.isPresent() ? store : new HastyStore(store, this, scheduler.lane("haste"));
    }
}
