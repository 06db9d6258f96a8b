package dev.forebay.engine;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Repeating schedules. Each planned run is made exactly once, or is counted as missed by the
 * schedule's own policy, over restarts and crashes too: its message and the note that it was made
 * are one append. A run that its queue refuses is tried again until it is late, and then is one
 * that was missed. No planned time comes twice: when the clock is put back a schedule waits until
 * it has come to its next time again. Deleting a queue disables its schedules.
 *
 * <p>Called on the lane of {@link Queues#lane()} and answered on it, once what was asked for is on
 * disk.
 */
public interface Schedules {
    /**
     * Makes a schedule, or puts it in the place of the one of its name. Where that ran at the same
     * times it goes on with the next of them; else with the first from now on.
     */
    void put(Caller caller, Schedule schedule, Reply<ScheduleInfo> reply);

    /** Runs by itself from now on; what it missed meanwhile is dealt with by its policy. */
    void enable(Caller caller, String name, Reply<ScheduleInfo> reply);

    /** Does not run by itself any more. */
    void disable(Caller caller, String name, Reply<ScheduleInfo> reply);

    void delete(Caller caller, String name, Reply<ScheduleInfo> reply);

    /** Makes a run now, which no plan knew of, also of a disabled schedule. */
    void run(Caller caller, String name, Reply<SendResult.Sent> reply);

    /**
     * When something would run from now on.
     *
     * @param when as in {@link Schedule#when}
     * @param zone as in {@link Schedule#zone}
     * @param count at most {@link #MOST_PREVIEWED}
     */
    void preview(String when, String zone, int count, Reply<List<Long>> reply);

    int MOST_PREVIEWED = 1_000;

    Optional<ScheduleInfo> find(String name);

    /**
     * Those whose names come after the one given, in the order of names; to be consumed at once.
     */
    Stream<ScheduleInfo> after(String name);
}
