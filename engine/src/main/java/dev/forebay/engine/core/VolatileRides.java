package dev.forebay.engine.core;

import dev.forebay.engine.Refusal;
import dev.forebay.log.LogFailure;
import dev.forebay.log.StreamAppend;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages that move within a turn from volatile queues to others of the kind, by acks and moves:
 * what {@link DeliveryJournal#ride} is where a disk has a part in it. Nothing here waits for one.
 */
final class VolatileRides {
    private static final int FEW = 2;

    private final Core core;
    private List<StreamAppend> riders = new ArrayList<>(FEW);
    private List<DeliveryJournal.Rider> ends = new ArrayList<>(FEW);
    private List<Durable> waiting = new ArrayList<>(FEW);

    VolatileRides(Core core) {
        this.core = core;
    }

    /** These go together, with what is told here until they are sent out. */
    void ride(List<? extends Outgoing> batches) {
        for (int i = 0; i < batches.size(); i++) {
            Outgoing batch = batches.get(i);
            ride(new StreamAppend(batch.stream(), batch.bytes()), batch::confirmed);
        }
    }

    void ride(StreamAppend append, DeliveryJournal.Rider end) {
        riders.add(append);
        ends.add(end);
    }

    /** Tells when what rides now has arrived; at once when nothing does. */
    void whenArrived(Durable end) {
        if (riders.isEmpty()) {
            end.durable();
        } else {
            waiting.add(end);
        }
    }

    /** Sends out what the turn gathered. */
    void flush() {
        if (riders.isEmpty()) {
            return;
        }
        Rides rides = new Rides(riders, ends, waiting);
        riders = new ArrayList<>(FEW);
        ends = new ArrayList<>(FEW);
        waiting = new ArrayList<>(FEW);
        core.commits.submit(rides);
    }

    private final class Rides extends Commit {
        private final List<DeliveryJournal.Rider> riders;
        private final List<Durable> waiting;

        Rides(
                List<StreamAppend> entries,
                List<DeliveryJournal.Rider> riders,
                List<Durable> waiting) {
            super(core.commits, entries);
            this.riders = riders;
            this.waiting = waiting;
        }

        @Override
        protected void confirmed(long[] baseOffsets) {
            for (int i = 0; i < riders.size(); i++) {
                riders.get(i).at(baseOffsets[i]);
            }
            for (int i = 0; i < waiting.size(); i++) {
                waiting.get(i).durable();
            }
        }

        @Override
        protected void refused(LogFailure why) {
            Refusal refusal = core.gate.refusal(why);
            for (int i = 0; i < waiting.size(); i++) {
                waiting.get(i).lost(refusal);
            }
            if (refusal instanceof Refusal.StorageFailed) {
                core.storageFailed(refusal);
            }
        }

        @Override
        protected boolean insists() {
            // The state of where the messages came from is ahead already.
            return true;
        }
    }
}
