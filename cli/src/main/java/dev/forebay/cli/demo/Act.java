package dev.forebay.cli.demo;

/** A part of the story. */
enum Act {
    SURGE(
            1,
            "The surge",
            "Orders come in five times as fast as the consumer works. The pool fills."),
    CRASH(
            2,
            "A consumer dies",
            "It goes silent with orders in hand. Their leases run out, another gets them."),
    CATCHING_UP(
            3,
            "Catching up",
            "The surge is over, the dead consumer is back, more join. The pool drains."),
    POISON(
            4,
            "A poison order",
            "Whoever works on it fails. After %d receives it is put aside."
                    .formatted(Script.MOST_RECEIVES)),
    OUTAGE(
            5,
            "What the consumers call is down",
            "Every order fails. Delivery pauses, probes, resumes. No order dies of it."),
    LAST_ORDERS(6, "Last orders", "The producer stops. What is left is worked off and counted.");

    private static final int ACTS = 6;

    private final int number;
    private final String title;
    private final String explanation;

    Act(int number, String title, String explanation) {
        this.number = number;
        this.title = title;
        this.explanation = explanation;
    }

    /** The heading, such as "Act 2 of 6: A consumer dies". */
    String heading() {
        return "Act %d of %d: %s".formatted(number, ACTS, title);
    }

    /** One line for people who see it for the first time. */
    String explanation() {
        return explanation;
    }
}
