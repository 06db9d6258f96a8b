package dev.forebay.engine.sim;

import java.util.Set;

/**
 * The reference: what queues may hold, given what clients asked and were told. Each message has the
 * set of states that are still possible. A command splits them into how it may end, its answer
 * picks among the ends, a crash leaves them all open until the recovered server shows what it
 * holds. When no state is left the server has done what it must not. Each part knows one kind of
 * command, or one moment at which something is checked.
 */
final class Model {
    /** How late timers and what follows from them may be, in ms. */
    static final long SLACK = 1000;

    final Declared queues;
    final TrackedMessages messages = new TrackedMessages();
    final Lapse lapse;
    final Wholes wholes;
    final SendModel sends;
    final ReceiveModel receives;
    final SettleModel settlements;
    final PurgeModel purges;
    final WithdrawModel withdrawals;
    final RecoveryModel recovery;
    final RestModel rest;

    Model() {
        this(new Declared());
    }

    private Model(Declared queues) {
        this.queues = queues;
        lapse = new Lapse(queues);
        wholes = new Wholes(queues, lapse);
        receives = new ReceiveModel(queues, messages, lapse);
        sends = new SendModel(queues, messages, lapse, receives);
        settlements = new SettleModel(queues, messages, lapse, receives);
        purges = new PurgeModel(messages, lapse);
        withdrawals = new WithdrawModel(lapse);
        recovery = new RecoveryModel(messages, lapse, wholes, receives);
        rest = new RestModel(messages, lapse);
    }

    /** What is known, to go on from on its own; after a crash only, when nothing is open. */
    Model copy() {
        Model copy = new Model(queues.copy());
        messages.all().forEach(message -> copy.sends.known(message.copy()));
        copy.wholes.doubt(wholes);
        lapse.redriving().forEach(copy.lapse::redrives);
        return copy;
    }

    /** These redrives have moved what they will ever move. */
    void redrivesEnded(Set<Op> ended, long now) {
        ended.forEach(op -> op.ended(now));
        messages.all().forEach(message -> message.become(lapse.of(message, now)));
        ended.forEach(lapse::redriveEnded);
    }
}
