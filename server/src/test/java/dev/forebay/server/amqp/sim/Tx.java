package dev.forebay.server.amqp.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A transaction of one channel, as its client knows it. */
final class Tx {
    private final World world;
    private final ClientChannel channel;
    private final List<Published> published = new ArrayList<>();
    private final List<Holding> acked = new ArrayList<>();
    private final List<Holding> dropped = new ArrayList<>();
    private final List<Holding> givenBack = new ArrayList<>();
    private final List<Runnable> proofs = new ArrayList<>();
    private boolean committing;

    Tx(World world, ClientChannel channel) {
        this.world = world;
        this.channel = channel;
    }

    void published(Published message) {
        published.add(message);
    }

    void acked(Holding holding, Runnable proof) {
        acked.add(holding);
        proofs.add(proof);
    }

    /** Rejected, which follows the commit. */
    void dropped(Holding holding, Runnable proof) {
        dropped.add(holding);
        proofs.add(proof);
    }

    /** So does this. */
    void givenBack(Holding holding, Runnable proof) {
        givenBack.add(holding);
        proofs.add(proof);
    }

    boolean mayBeRefused() {
        return published.stream()
                .flatMap(message -> message.copies.stream())
                .anyMatch(copy -> copy.queue.kind.mayRefuse());
    }

    /** How many messages of a queue it would settle. */
    long heldOf(TrackedQueue queue) {
        return Stream.of(acked, dropped, givenBack)
                .flatMap(List::stream)
                .filter(holding -> holding.copy().queue == queue)
                .count();
    }

    void committing() {
        committing = true;
        givenBack.forEach(holding -> holding.copy().onItsWayBack());
    }

    void committed() {
        for (Published message : published) {
            if (message.comesBack && !message.returned) {
                throw new SimulationFailure("commit: before the return of " + message);
            }
            message.copies.forEach(copy -> copy.confirmed(world.scheduler.now()));
        }
        proofs.forEach(Runnable::run);
    }

    /** Nothing of it is done; settled deliveries are the client's again. */
    List<Holding> rolledBack() {
        published.stream().flatMap(message -> message.copies.stream()).forEach(Copy::refused);
        List<Holding> again = new ArrayList<>(acked);
        again.addAll(dropped);
        again.addAll(givenBack);
        again.forEach(holding -> {
            holding.copy().heldAgain(channel);
            holding.heldAgain();
        });
        return again;
    }

    /**
     * Its channel is over.
     *
     * @param refused the server said that it is not done
     */
    void over(boolean refused) {
        if (!committing || refused) {
            rolledBack()
                    .forEach(holding -> {
                        holding.copy().letGo(channel);
                        holding.freed();
                    });
        } else {
            givenBack.forEach(holding -> holding.copy().backInAnyCase());
            world.model.wholes.add(
                    new Whole(
                            "a transaction of " + channel,
                            published.stream().flatMap(message -> message.copies.stream()).toList(),
                            acked.stream().map(Holding::copy).toList()));
        }
    }
}
