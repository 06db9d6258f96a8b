package dev.forebay.engine.core;

import dev.forebay.engine.LeaseId;
import dev.forebay.engine.SettleResult;
import dev.forebay.engine.struct.Attempts;
import org.jspecify.annotations.Nullable;

/**
 * What an ack may still do whose lease has ended, of a message that nobody has: it wins, unless
 * that is ruled out or the message was leased again after it.
 *
 * @param last number of the last lease; {@link Attempts#UNHEARD} or less when that is not known, or
 *     no lease before it is old
 * @param refusal why no late ack counts, or null
 */
record LateAcks(long last, @Nullable SettleResult refusal) {
    static final LateAcks WINS = new LateAcks(Attempts.NONE, null);

    /** For a message that has no lease now. */
    static LateAcks of(DeliveryState state, long offset) {
        if (!wasLeased(state, offset)) {
            return new LateAcks(Attempts.NONE, new SettleResult.Unknown());
        }
        return state.keyed || state.tried.isSpilled(offset)
                ? new LateAcks(Attempts.NONE, new SettleResult.LeaseEnded())
                : new LateAcks(state.tried.last(offset), null);
    }

    private static boolean wasLeased(DeliveryState state, long offset) {
        if (state.keyed) {
            return state.tried.count(offset) != Attempts.NONE;
        }
        return state.again.contains(offset)
                || (state.delays.contains(offset) && !state.delays.isFirst(offset));
    }

    /** Why an ack of this lease does nothing, or null. */
    @Nullable SettleResult refusal(LeaseId id) {
        boolean old = last > Attempts.UNHEARD && last != id.number();
        return old ? new SettleResult.LeasedAnew() : refusal;
    }
}
