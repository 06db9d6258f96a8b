package dev.forebay.engine.cron;

/** A text that does not say when to run. Its message tells people why. */
public final class WrongRunText extends Exception {
    private static final long serialVersionUID = 1L;

    WrongRunText(String why) {
        super(why, null, false, false);
    }

    /** What is wrong, in a sentence. */
    public String why() {
        return String.valueOf(getMessage());
    }
}
