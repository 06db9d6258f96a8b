package dev.forebay.server.process;

/** Why the server does not start: sentences for people and the code to end with. */
public final class StartRefused extends Exception {
    private static final long serialVersionUID = 1L;

    private final ExitCode code;
    private final String sentence;

    public StartRefused(ExitCode code, String message) {
        super(message);
        this.code = code;
        this.sentence = message;
    }

    /** What to tell whoever started it. */
    String sentence() {
        return sentence;
    }

    public ExitCode code() {
        return code;
    }
}
