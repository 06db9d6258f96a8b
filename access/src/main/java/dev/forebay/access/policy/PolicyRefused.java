package dev.forebay.access.policy;

/** A policy that is not taken. Its message says where it is wrong and what is accepted. */
public final class PolicyRefused extends Exception {
    private static final long serialVersionUID = 1L;

    private final String text;

    PolicyRefused(String text) {
        super(text, null, false, false);
        this.text = text;
    }

    /** For the caller. */
    public String text() {
        return text;
    }
}
