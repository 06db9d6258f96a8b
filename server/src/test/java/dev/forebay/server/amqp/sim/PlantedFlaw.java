package dev.forebay.server.amqp.sim;

import dev.forebay.engine.Queues;
import dev.forebay.log.disk.Disk;
import dev.forebay.testkit.disk.FlawedDisk;
import java.util.Optional;

/** Bugs planted around the real face, each of which the simulation must find. */
enum PlantedFlaw implements AmqpFlaw {
    /** Bytes are taken for durable, so that messages are confirmed and delivered too early. */
    ANSWER_BEFORE_SYNC(FlawedDisk.Flaw.ANSWER_BEFORE_SYNC),
    /** A publish is confirmed while it is on its way to the disk. */
    CONFIRM_BEFORE_DURABLE,
    /** The method behind a settle is answered while the settle is on its way to the disk. */
    SETTLE_ANSWERED_BEFORE_DURABLE,
    /** Acks and publishes of a transaction, or of a message for several queues, one by one. */
    WHOLE_IN_PARTS,
    /** What is given back goes to the end of its queue. */
    REQUEUE_AT_THE_TAIL,
    /** Who gives something back may ask for more before it is there again. */
    REQUEUE_BEHIND_THE_NEXT,
    /** What is given back stays leased, also when its channel ends. */
    LEASE_NOT_ENDED,
    /** A consumer gets one more than its prefetch. */
    PREFETCH_OFF_BY_ONE,
    /** The consumer that came first stays the active one when it is gone. */
    ACTIVE_NOT_SWITCHED,
    /** Every consumer of a single-active queue is active. */
    ALL_ACTIVE,
    /** Deliveries are marked as redelivered only within one life of the server. */
    REDELIVERED_FORGOTTEN,
    /** An exclusive or auto-delete queue stays when it should go. */
    QUEUE_STAYS,
    /** The end of a connection is not noticed. */
    END_UNNOTICED,
    /** What is settled is told to be so and comes again once it would have been. */
    ACK_NOT_APPLIED;

    private final Optional<FlawedDisk.Flaw> ofTheDisk;

    PlantedFlaw() {
        ofTheDisk = Optional.empty();
    }

    PlantedFlaw(FlawedDisk.Flaw ofTheDisk) {
        this.ofTheDisk = Optional.of(ofTheDisk);
    }

    @Override
    public Disk disk(Disk disk) {
        return ofTheDisk.<Disk>map(flaw -> new FlawedDisk(disk, flaw)).orElse(disk);
    }

    @Override
    public Queues queues(Queues queues) {
        return ofTheDisk.isPresent() ? queues : new FlawedQueues(queues, this).door();
    }

    @Override
    public void onSocket(SimSocket socket) {
        if (this == END_UNNOTICED) {
            socket.pipeline().addLast(new DeafToTheEnd());
        }
    }
}
