package dev.forebay.testkit.history;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Everything that clients asked and were told, in one order. Record the call before the request
 * leaves and its end after the answer came, so that the order of two calls that do not overlap is
 * the true one. Safe for use by any thread.
 */
public final class History {
    private final LongSupplier millis;
    private final List<Operation> ended = new ArrayList<>();
    private final Set<Call> open = new LinkedHashSet<>();
    private long sequence;

    /**
     * @param millis a clock that never goes back; a broker that was down may be given a clock that
     *     stood still meanwhile, which makes the lease rule stricter
     */
    public History(LongSupplier millis) {
        this.millis = millis;
    }

    /** A client of this name; names tell clients apart in what is reported. */
    public HistoryClient client(String name) {
        return new HistoryClient(this, name);
    }

    /** All calls; those without an end count as unknown. Ordered by their ends. */
    public synchronized List<Operation> operations() {
        List<Operation> all = new ArrayList<>(ended);
        for (Call call : open) {
            all.add(call.unanswered());
        }
        return all;
    }

    /** Time on this history's clock in ms. */
    public long now() {
        return millis.getAsLong();
    }

    synchronized <C extends Call> C begin(C call) {
        call.began(sequence++, now());
        open.add(call);
        return call;
    }

    synchronized void end(Call call, Outcome outcome) {
        if (!open.remove(call)) {
            throw new IllegalStateException("a call ended twice: " + call.unanswered());
        }
        ended.add(call.end(sequence++, now(), outcome));
    }
}
