package dev.forebay.log.embedded;

/**
 * Drives the store's tasks. The real one gives each a thread, and tells a task when a step of it
 * threw; a simulation takes steps as its seed says, and ends with what they throw.
 */
public interface TaskRunner {
    /** Starts driving a task. */
    Handle start(String name, LogTask task);

    /** Hold on a running task. */
    interface Handle {
        /**
         * The task has work: its next step should come soon. Cheap when the task is running. Any
         * thread.
         */
        void wake();

        /** Ends the driving and returns when no step is running any more. Idempotent. */
        void stop();
    }
}
