package dev.forebay.engine;

/** What a consumer says of a lease it got. */
public sealed interface Settlement {
    LeaseId lease();

    /** Done: never delivered again. */
    record Ack(LeaseId lease) implements Settlement {}

    /** Whether a released lease counts as one of the attempts that a message has. */
    enum Attempt {
        COUNTED,
        UNCOUNTED
    }

    /**
     * Back to the queue.
     *
     * @param delayMillis not delivered again before this has passed; 0 for at once, {@link
     *     #BY_RULE} as the message's or the queue's retry rule says
     * @param attempt whether this was an attempt; after the last one the message is given up
     * @param reason why it failed, for people, the timeline and the breaker; empty when nothing
     *     failed. Kept to its first {@value #LONGEST_REASON} characters
     */
    record Release(LeaseId lease, long delayMillis, Attempt attempt, String reason)
            implements Settlement {
        /** The retry rule decides on the delay. */
        public static final long BY_RULE = -1;

        /** A counted attempt without a reason. */
        public Release(LeaseId lease, long delayMillis) {
            this(lease, delayMillis, Attempt.COUNTED, "");
        }

        public Release {
            reason = shortened(reason);
        }
    }

    /**
     * Never to be retried: to the dead-letter queue with this reason, or dropped when the queue has
     * none.
     *
     * @param reason kept to its first {@value #LONGEST_REASON} characters
     */
    record Reject(LeaseId lease, String reason) implements Settlement {
        public Reject {
            reason = shortened(reason);
        }
    }

    /**
     * The lease ends {@code leaseMillis} from now instead.
     *
     * @param leaseMillis more than 0; the total since the lease began may not pass the queue's
     *     longest lease
     */
    record Extend(LeaseId lease, long leaseMillis) implements Settlement {}

    /** Characters of a reason that are kept. */
    int LONGEST_REASON = 200;

    private static String shortened(String reason) {
        if (reason.length() <= LONGEST_REASON) {
            return reason;
        }
        boolean splits = Character.isHighSurrogate(reason.charAt(LONGEST_REASON - 1));
        return reason.substring(0, splits ? LONGEST_REASON - 1 : LONGEST_REASON);
    }
}
