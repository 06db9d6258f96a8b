package dev.forebay.engine.core;

import dev.forebay.engine.MessageId;
import dev.forebay.engine.RedriveRequest;
import dev.forebay.engine.edit.EditTemplate;
import dev.forebay.engine.edit.EditValues;
import dev.forebay.engine.filter.FilterMatcher;
import dev.forebay.engine.struct.LeaseTable;
import dev.forebay.log.record.RecordBatchReader;
import java.util.Optional;
import java.util.Set;

/** Which messages of a queue a redrive is about, and where each goes. */
final class RedriveChoice {
    /** In place of a number: the subscription that gave it up is gone. */
    static final int NONE = -2;

    private final Core core;
    private final RedriveRequest request;
    private final Subscription source;
    private final Set<MessageId> ids;
    private final FilterMatcher matcher;
    private final EditTemplate edit;
    private final StoredMessage stored = new StoredMessage();
    private final ScannedMessage view;

    RedriveChoice(Core core, RedriveRequest request, Subscription source) {
        this.core = core;
        this.request = request;
        this.source = source;
        this.ids = request.ids();
        this.matcher = FilterMatcher.of(request.filter());
        this.edit = new EditTemplate(request.edit());
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

    /** Of what {@link #takes} took last, the message as it goes on. */
    EditTemplate.Edited edited() {
        return edit.isEmpty()
                ? new EditTemplate.Edited.Done(stored.message())
                : edit.apply(
                        new EditValues(
                                stored.message(),
                                id(),
                                stored.reason(),
                                view.attempts(),
                                core.bodies));
    }

    /** Of what {@link #takes} took last. */
    MessageId id() {
        return view.id();
    }

    /**
     * Number of the subscription of its target that it is for: that which gave it up, or {@link
     * Subscription#EACH} where the request names the queue; {@link #NONE} when there is none.
     */
    int reader(QueueState target) {
        if (request.target().isPresent()) {
            return Subscription.EACH;
        }
        String name = stored.sourceSubscription();
        Subscription back = name == null ? target.work() : target.subscription(name);
        return back == null ? NONE : back.number();
    }

    /** Where that goes; empty when nothing says where it came from. */
    Optional<String> target() {
        return request.target().isPresent()
                ? request.target()
                : Optional.ofNullable(stored.source());
    }
}
