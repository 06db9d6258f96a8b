package dev.forebay.cli;

/** Why a command ends early: a sentence for people and the code to end with. */
public final class CommandFailed extends Exception {
    private static final long serialVersionUID = 1L;

    private final ExitCode code;
    private final String sentence;

    /**
     * Makes one.
     *
     * @param message what was wrong, where, and what to do
     */
    public CommandFailed(ExitCode code, String message) {
        super(message);
        this.sentence = message;
        this.code = code;
    }

    @Override
    public String getMessage() {
        return sentence;
    }

    public ExitCode code() {
        return code;
    }
}
