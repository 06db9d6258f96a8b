package dev.forebay.amqp.policy;

/** A policy that cannot be, with what is wrong with it, for people. */
public final class PolicyRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PolicyRefused(String message) {
        super(message, null, false, false);
    }

    /** What is wrong. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
