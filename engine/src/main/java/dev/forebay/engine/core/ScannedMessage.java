package dev.forebay.engine.core;

import dev.forebay.engine.CurrentLease;
import dev.forebay.engine.LeaseId;
import dev.forebay.engine.MessageId;
import dev.forebay.engine.MessageState;
import dev.forebay.engine.filter.FilteredMessage;
import dev.forebay.engine.struct.Attempts;
import dev.forebay.engine.struct.LeaseTable;
import dev.forebay.log.record.Header;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A message of the log as a filter sees it, with its state for one subscription, or for the replay
 * that brings it there once more. One is used again and again. Of what is settled, only that it is
 * settled is known: it counts as acked.
 */
final class ScannedMessage implements FilteredMessage {
    private static final StoredMessage NOTHING = new StoredMessage();

    private final Core core;
    private final Subscription viewer;
    private long offset;
    private @Nullable MessageState assumed;
    private StoredMessage stored = NOTHING;

    ScannedMessage(Core core, Subscription viewer) {
        this.core = core;
        this.viewer = viewer;
    }

    /** Shows this message from now on. */
    ScannedMessage of(long itsOffset, StoredMessage read) {
        assumed = null;
        offset = itsOffset;
        stored = read;
        return this;
    }

    @Override
    public MessageId id() {
        return stored.id(viewer.queue().id(), offset);
    }

    @Override
    public @Nullable ByteBuffer key() {
        return stored.message().key();
    }

    @Override
    public List<Header> headers() {
        return stored.message().headers();
    }

    @Override
    public ByteBuffer body() {
        return stored.message().body();
    }

    @Override
    public long sentAt() {
        return stored.sentAt();
    }

    /** Shows it as if it were in this state. */
    ScannedMessage as(MessageState state) {
        assumed = state;
        return this;
    }

    boolean isSettled() {
        return holder().state().isSettled(offset);
    }

    /** Whether a replay brings it to the subscription, and it was not settled again. */
    boolean isRepeated() {
        return holder() != viewer;
    }

    /** The subscription, or the pass into it that owes the message. */
    private Subscription holder() {
        List<Subscription> passes = viewer.receiving().passes();
        for (int i = 0; i < passes.size(); i++) {
            if (passes.get(i).owes(offset)) {
                return passes.get(i);
            }
        }
        return viewer;
    }

    @Override
    public MessageState state() {
        if (assumed != null) {
            return assumed;
        }
        DeliveryState state = holder().state();
        if (state.isSettled(offset)) {
            return MessageState.ACKED;
        }
        if (state.leaseOf(offset) != LeaseTable.NONE) {
            return MessageState.LEASED;
        }
        return state.delays.contains(offset) ? MessageState.DELAYED : MessageState.READY;
    }

    @Override
    public int attempts() {
        int before = stored.deadLetterAttempts();
        if (before > 0) {
            return before;
        }
        DeliveryState state = holder().state();
        int slot = state.leaseOf(offset);
        if (slot != LeaseTable.NONE) {
            return core.leases.attempt(slot);
        }
        int kept = state.tried.count(offset);
        if (kept != Attempts.NONE) {
            return kept;
        }
        return state.again.contains(offset) ? 1 : 0;
    }

    /** With which a consumer has it; none while it moves on. */
    Optional<CurrentLease> lease() {
        Subscription holder = holder();
        int slot = holder.state().leaseOf(offset);
        if (slot == LeaseTable.NONE
                || core.leases.parked(slot)
                || Unleased.keeps(core.leases, slot)) {
            return Optional.empty();
        }
        long deadline = core.leases.deadline(slot);
        return Optional.of(
                new CurrentLease(
                        new LeaseId(
                                holder.partition().number(),
                                offset,
                                holder.number(),
                                core.leases.number(slot)),
                        deadline >= LeaseTable.BOUND
                                ? OptionalLong.empty()
                                : OptionalLong.of(Math.max(0, deadline - core.now()))));
    }

    @Override
    public @Nullable ByteBuffer reason() {
        return stored.reason();
    }

    @Override
    public @Nullable ByteBuffer source() {
        String source = stored.source();
        return source == null ? null : ByteBuffer.wrap(source.getBytes(StandardCharsets.UTF_8));
    }
}
