package dev.forebay.engine.core;

import dev.forebay.engine.MessageId;
import dev.forebay.engine.RedriveRequest;
import dev.forebay.engine.filter.FilterMatcher;
import dev.forebay.engine.struct.LeaseTable;
import dev.forebay.log.record.RecordBatchReader;
import java.util.Optional;
import java.util.Set;

/** Which messages of a queue a redrive is about, and where each goes. */
final class RedriveChoice {
    private final Core core;
    private final RedriveRequest request;
    private final Subscription source;
    private final Set<MessageId> ids;
    private final FilterMatcher matcher;
    private final StoredMessage stored = new StoredMessage();
    private final ScannedMessage view;

    RedriveChoice(Core core, RedriveRequest request, Subscription source) {
        this.core = core;
        this.request = request;
        this.source = source;
        this.ids = request.ids();
        this.matcher = FilterMatcher.of(request.filter());
        this.view = new ScannedMessage(core, source);
    }

    /** Whether the record is a message that moves; if so it is read into {@link #stored}. */
    boolean takes(RecordBatchReader reader) {
        long offset = reader.offset();
        DeliveryState state = source.state();
        if (state.isSettled(offset)
                || state.leaseOf(offset) != LeaseTable.NONE
                || core.expiry.isExpired(source, state.ages.timeOf(offset))) {
            return false;
        }
        stored.read(reader);
        if (stored.isOverdue(core.now())) {
            return false;
        }
        view.of(offset, stored);
        return (ids.isEmpty() || ids.contains(view.id())) && matcher.matches(view, core.wall());
    }

    StoredMessage stored() {
        return stored;
    }

    /** Of what {@link #takes} took last. */
    MessageId id() {
        return view.id();
    }

    /** Where that goes; empty when nothing says where it came from. */
    Optional<String> target() {
        return request.target().isPresent()
                ? request.target()
                : Optional.ofNullable(stored.source());
    }
}
