package dev.forebay.engine.core;

/** How a lease that does not settle its message ends. */
enum LeaseEnd {
    /** It was an attempt. */
    COUNTED(0),
    /** It was none: the consumer said so, the breaker did, or the consumer never heard of it. */
    UNCOUNTED(1);

    private final int code;

    LeaseEnd(int code) {
        this.code = code;
    }

    /** In the journal. */
    int code() {
        return code;
    }

    static LeaseEnd of(int code) {
        return switch (code) {
            case 0 -> COUNTED;
            case 1 -> UNCOUNTED;
            default -> throw new IllegalStateException("a lease's end of code " + code);
        };
    }
}
