package dev.forebay.engine;

import dev.forebay.log.LogFailure;

/**
 * Why the engine did not do what was asked. Each face maps these to its protocol's codes in one
 * table.
 */
public sealed interface Refusal {
    /** What was wrong, where, and what to do; for people. */
    String message();

    /** Why the engine did not do what the log could not. */
    static Refusal of(LogFailure failure) {
        return switch (failure) {
            case LogFailure.DiskFull full -> new DiskFull();
            case LogFailure.OutOfMemory memory -> new OutOfMemory(memory.bytes());
            case LogFailure.Failed broken -> new StorageFailed(broken.reason());
            case LogFailure.Closed closed -> new ShuttingDown();
            case LogFailure.TooLarge large -> new MessageTooLarge(large.bytes(), large.limit());
            case LogFailure.Damaged damaged -> new Damaged(damaged.damage().detail());
        };
    }

    record NoSuchQueue(String queue) implements Refusal {
        @Override
        public String message() {
            return "There is no queue \"" + queue + "\". Create it first.";
        }
    }

    /** A queue of this name exists with other settings. */
    record QueueExists(String queue, String difference) implements Refusal {
        @Override
        public String message() {
            return "Queue \"" + queue + "\" exists with another value for " + difference + ".";
        }
    }

    record NoSuchSubscription(String queue, String subscription) implements Refusal {
        @Override
        public String message() {
            return "Queue \"" + queue + "\" has no subscription \"" + subscription + "\".";
        }
    }

    /** A subscription of this name exists, made by another wish. */
    record SubscriptionExists(String queue, String subscription) implements Refusal {
        @Override
        public String message() {
            return "Queue \""
                    + queue
                    + "\" has a subscription \""
                    + subscription
                    + "\" already, with another filter or rate.";
        }
    }

    /** The message is due already, was cancelled, purged, or never was scheduled. */
    record NoSuchScheduled(String queue, MessageId id) implements Refusal {
        @Override
        public String message() {
            return "Queue \""
                    + queue
                    + "\" has no scheduled message "
                    + id
                    + ": it is due already, was cancelled, or never was scheduled.";
        }
    }

    record NoSuchReplay(String queue, int number) implements Refusal {
        @Override
        public String message() {
            return "Queue \"" + queue + "\" has no replay " + number + ".";
        }
    }

    record ReplayOver(String queue, int number, String phase) implements Refusal {
        @Override
        public String message() {
            return "Replay " + number + " of queue \"" + queue + "\" is over: " + phase + ".";
        }
    }

    record QueueDeletedRecently(String queue, long retryAfterMillis) implements Refusal {
        @Override
        public String message() {
            return "Queue \""
                    + queue
                    + "\" was deleted just now; wait "
                    + retryAfterMillis
                    + " ms before creating it again.";
        }
    }

    /** What was asked for takes messages away, and those of a stream stay for everybody. */
    record ReadInPlace(String queue) implements Refusal {
        @Override
        public String message() {
            return "Queue \""
                    + queue
                    + "\" is a stream: its messages are read in place and go with its retention."
                    + " To receive and settle them, make a named subscription, or replay them into"
                    + " another queue.";
        }
    }

    record InvalidSetting(String setting, String value, String accepted) implements Refusal {
        @Override
        public String message() {
            return "Invalid value \""
                    + value
                    + "\" for "
                    + setting
                    + "; accepted: "
                    + accepted
                    + ".";
        }
    }

    /**
     * What is to be made has a name that another has.
     *
     * @param what such as {@code user}
     */
    record NameTaken(String what, String name) implements Refusal {
        @Override
        public String message() {
            return "There is a " + what + " \"" + name + "\" already. Take another name.";
        }
    }

    record MessageTooLarge(long bytes, long limit) implements Refusal {
        @Override
        public String message() {
            return "The message has " + bytes + " bytes; the queue takes " + limit + ".";
        }
    }

    /**
     * The queue's depth or byte limit is reached.
     *
     * @param others whether others could have been pushed out for the message
     */
    record QueueFull(String queue, String limitName, long limit, Others others) implements Refusal {
        /** What else is in the queue. */
        public enum Others {
            /** They stay, whatever comes. */
            STAY,
            /**
             * They would be pushed out, and it would not fit beside what is scheduled even then.
             */
            DO_NOT_SUFFICE
        }

        public QueueFull(String queue, String limitName, long limit) {
            this(queue, limitName, limit, Others.STAY);
        }

        /** The same where it would not help to push out others. */
        public QueueFull withoutEnoughToPushOut() {
            return new QueueFull(queue, limitName, limit, Others.DO_NOT_SUFFICE);
        }

        @Override
        public String message() {
            String remedy =
                    others == Others.DO_NOT_SUFFICE
                            ? ", and would be if all that can be were pushed out for the message."
                                    + " Cancel what is scheduled, send less"
                            : ". Receive from it";
            return "Queue \""
                    + queue
                    + "\" is full: its limit of "
                    + limit
                    + " "
                    + limitName
                    + " is reached"
                    + remedy
                    + " or raise the limit.";
        }
    }

    /** Somebody paused sending, or the queue is being drained. */
    record QueuePaused(String queue, Flow flow) implements Refusal {
        @Override
        public String message() {
            return "Queue \""
                    + queue
                    + (flow == Flow.DRAINING
                            ? "\" is being drained and takes no messages. Resume it first."
                            : "\" is paused and takes no messages. Resume it first.");
        }
    }

    /** More messages are leased than the queue allows at once. */
    record TooManyLeases(String queue, int limit) implements Refusal {
        @Override
        public String message() {
            return "Queue \"" + queue + "\" has " + limit + " messages in flight, its limit.";
        }
    }

    /** Asked more often than the engine keeps room for (deduplication cap, rate limits). */
    record Throttled(String what, long retryAfterMillis) implements Refusal {
        @Override
        public String message() {
            return what + " is at its limit; retry in " + retryAfterMillis + " ms.";
        }
    }

    /**
     * A lease of an atomic change cannot be acked, so nothing of the change was done.
     *
     * @param result what the ack alone would have been answered
     */
    record NotAcked(String queue, LeaseId lease, SettleResult result) implements Refusal {
        @Override
        public String message() {
            String message = "message " + lease.offset() + " of queue \"" + queue + "\"";
            return result instanceof SettleResult.AlreadySettled
                    ? "The "
                            + message
                            + " was settled before, or its subscription or replay is gone; nothing"
                            + " was settled or sent."
                    : "The lease of " + message + " is over; nothing was settled or sent.";
        }
    }

    /** The queue is being redriven already; one at a time. */
    record RedriveInProgress(String queue, long redrive) implements Refusal {
        @Override
        public String message() {
            return "Queue \""
                    + queue
                    + "\" is being redriven by redrive "
                    + redrive
                    + "; wait for its end or cancel it.";
        }
    }

    record NoSuchRedrive(long redrive) implements Refusal {
        @Override
        public String message() {
            return "There is no redrive " + redrive + ", or it ended long ago.";
        }
    }

    /** The redrive has ended, so it cannot be paused, resumed or cancelled. */
    record RedriveEnded(long redrive) implements Refusal {
        @Override
        public String message() {
            return "Redrive " + redrive + " has ended.";
        }
    }

    record NoSuchSchedule(String schedule) implements Refusal {
        @Override
        public String message() {
            return "There is no schedule \"" + schedule + "\".";
        }
    }

    /** There are as many schedules as the server keeps, or as much of their messages. */
    record TooManySchedules(String what, long limit) implements Refusal {
        @Override
        public String message() {
            return "The server keeps schedules of at most "
                    + limit
                    + " "
                    + what
                    + " in all. Delete some first.";
        }
    }

    /** All the messages of one atomic change together take more than one append may. */
    record ChangeTooLarge(long bytes, long limit) implements Refusal {
        @Override
        public String message() {
            return "The messages sent together take " + bytes + " bytes of at most " + limit + ".";
        }
    }

    /** The disk is nearly full and this kind of work waits. */
    record DiskFull() implements Refusal {
        @Override
        public String message() {
            return "The server's disk is full. It resumes by itself when there is room.";
        }
    }

    /** There is no memory for a piece this large, for the time being. */
    record OutOfMemory(long bytes) implements Refusal {
        @Override
        public String message() {
            return "The server has no memory for "
                    + bytes
                    + " bytes at once now. Try again later, with less, or give it more memory.";
        }
    }

    record StorageFailed(String reason) implements Refusal {
        @Override
        public String message() {
            return "Storage failed (" + reason + "); nothing more is accepted until a restart.";
        }
    }

    record Damaged(String detail) implements Refusal {
        @Override
        public String message() {
            return "The data asked for is damaged on disk: " + detail;
        }
    }

    record ShuttingDown() implements Refusal {
        @Override
        public String message() {
            return "The server is shutting down.";
        }
    }
}
