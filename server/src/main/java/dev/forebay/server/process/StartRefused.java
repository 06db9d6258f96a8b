package dev.forebay.server.process;

/** Why the server does not start: sentences for people and the code to end with. */
public final class StartRefused extends Exception {
    private static final long serialVersionUID = 1L;

    private final ExitCode code;

    public StartRefused(ExitCode code, String message) {
        super(message);
        this.code = code;
    }

    public ExitCode code() {
        return code;
    }
}
