package dev.forebay.engine;

/**
 * Asked, on the lane, each time a schedule is about to send: whether whoever made it still may. A
 * run that may not be made is one that the queue refused.
 */
@FunctionalInterface
public interface ScheduleGuard {
    /**
     * Whether it may send.
     *
     * @param user who made the schedule or changed it last; empty when nobody was known
     */
    boolean allows(String user, Schedule schedule);
}
