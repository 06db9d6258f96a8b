package dev.forebay.engine;

import java.util.List;
import java.util.Optional;

/**
 * A receive of a face that writes messages as text: where all that comes is {@linkplain LargeBodies
 * too large} for that and steps back, it goes on with the time that is left. On the lane.
 */
public final class TextReceive implements Waiting {
    private final Lane lane;
    private final EngineClock clock;
    private final Receive wish;
    private final Source source;
    private final Reply<List<Delivery>> reply;
    private final long until;
    private Waiting current = () -> {};
    private boolean cancelled;

    /** Where a face receives and gives back. */
    public interface Source {
        Waiting receive(Receive wish, Reply<List<Delivery>> reply);

        void settle(List<Settlement> settlements);
    }

    private TextReceive(
            Lane lane,
            EngineClock clock,
            Receive wish,
            long waitMillis,
            Source source,
            Reply<List<Delivery>> reply) {
        this.lane = lane;
        this.clock = clock;
        this.wish = wish;
        this.source = source;
        this.reply = reply;
        this.until = clock.now() + waitMillis;
    }

    /**
     * Receives from a queue.
     *
     * @param reply gets what can be written as text, and nothing once the time is up
     */
    public static Waiting begin(
            Lane lane,
            EngineClock clock,
            QueueInfo queue,
            Receive wish,
            Source source,
            Reply<List<Delivery>> reply) {
        long wait =
                wish.waitMillis() == Receive.QUEUE_DEFAULT
                        ? queue.settings().receiveWaitMillis()
                        : wish.waitMillis();
        TextReceive receive = new TextReceive(lane, clock, wish, wait, source, reply);
        receive.receive(wait);
        return receive;
    }

    private void receive(long waitMillis) {
        if (!cancelled) {
            current = source.receive(wish.withWaitMillis(waitMillis), new Arrival());
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
        current.cancel();
    }

    @Override
    public Optional<HeldBack> heldBack() {
        return current.heldBack();
    }

    private final class Arrival implements Reply<List<Delivery>> {
        @Override
        public void ok(List<Delivery> received) {
            List<Delivery> fitting = LargeBodies.fitting(received, source::settle);
            long left = until - clock.now();
            if (fitting.isEmpty() && !received.isEmpty() && left > 0) {
                lane.execute(() -> receive(left));
            } else {
                reply.ok(fitting);
            }
        }

        @Override
        public void refused(Refusal refusal) {
            reply.refused(refusal);
        }
    }
}
