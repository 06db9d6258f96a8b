package dev.forebay.engine.sim;

import dev.forebay.engine.LeaseId;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One state that a message may be in.
 *
 * @param queue where it is held; null when it is nowhere: never stored, or settled
 * @param attempts leases given so far in this queue
 * @param since the command that brought it here
 * @param millis available this long after {@code since} took effect: a delay, or a lease's length
 * @param spread it may take this much longer, as chance had it
 * @param leased a consumer holds it until then
 * @param lease the last lease, null when there was none or its name was never answered
 * @param assumed unanswered commands that must end in this way for the state to be true
 */
record State(
        @Nullable String queue,
        int attempts,
        Op since,
        long millis,
        long spread,
        boolean leased,
        @Nullable LeaseId lease,
        Map<Op, String> assumed) {

    static State nowhere(Op since) {
        return new State(null, 0, since, 0, 0, false, null, Map.of());
    }

    static State held(String queue, Op since, long delayMillis) {
        return new State(queue, 0, since, delayMillis, 0, false, null, Map.of());
    }

    boolean isHeld() {
        return queue != null;
    }

    /** The queue of a message that is held. */
    String heldIn() {
        return Objects.requireNonNull(queue);
    }

    boolean isIn(String name) {
        return name.equals(queue);
    }

    /** Engine time before which it is certainly not available. */
    long from() {
        return since.begin() + millis;
    }

    /** Engine time from which it is certainly available. */
    long until() {
        return since.isOpen() ? Op.OPEN : since.end() + millis + spread;
    }

    State gone(Op by) {
        return new State(null, attempts, by, 0, 0, false, lease, assumed);
    }

    State leased(Op by, long leaseMillis, @Nullable LeaseId newLease) {
        return new State(queue, attempts + 1, by, leaseMillis, 0, true, newLease, assumed);
    }

    State extended(Op by, long leaseMillis) {
        return new State(queue, attempts, by, leaseMillis, 0, true, lease, assumed);
    }

    State released(Op by, Wait wait) {
        long spread = wait.longest() - wait.shortest();
        return new State(queue, attempts, by, wait.shortest(), spread, false, lease, assumed);
    }

    /** Its delay may go by the wall clock, which went ahead of engine time or fell back. */
    State wallAdvanced(long by) {
        long earlier = Math.max(0, by);
        return new State(
                queue,
                attempts,
                since,
                millis - earlier,
                spread + Math.abs(by),
                leased,
                lease,
                assumed);
    }

    /** The same with other attempts behind it. */
    State attempts(int given) {
        return new State(queue, given, since, millis, spread, leased, lease, assumed);
    }

    /** In another queue, available from the same time. */
    State moved(String to) {
        return new State(to, 0, since, millis, spread, false, null, assumed);
    }

    /** In another queue since some time up to now, but not while it was leased here. */
    State pushedOut(String to, long now) {
        long earliest = leased ? millis : 0;
        long late = since.isOpen() ? 0 : Math.max(0, now - since.end() - earliest);
        return new State(to, 0, since, earliest, late, false, null, assumed);
    }

    State movedBy(Op by, String to) {
        return new State(to, 0, by, 0, 0, false, null, assumed);
    }

    State assuming(Op op, String result) {
        Map<Op, String> more = new HashMap<>(assumed);
        more.put(op, result);
        return with(more);
    }

    State without(Op op) {
        Map<Op, String> fewer = new HashMap<>(assumed);
        fewer.remove(op);
        return with(fewer);
    }

    State certain() {
        return with(Map.of());
    }

    private State with(Map<Op, String> assumptions) {
        return new State(
                queue, attempts, since, millis, spread, leased, lease, Map.copyOf(assumptions));
    }

    @Override
    public String toString() {
        return (queue == null ? "nowhere" : queue + " attempts=" + attempts)
                + (leased ? " leased" : "")
                + " by "
                + since
                + "+"
                + millis
                + (assumed.isEmpty() ? "" : " if " + assumed);
    }
}
