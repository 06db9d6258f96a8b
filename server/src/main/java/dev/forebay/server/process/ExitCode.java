package dev.forebay.server.process;

/** How the process ends; the numbers are part of the command line's contract. */
public enum ExitCode {
    CLEAN(0),
    /** Anything that has no code of its own, such as a port that is taken. */
    FAILED(1),
    /** Unknown command, flag or setting, or a bad value. */
    USAGE(2),
    /** The data folder is locked, damaged, of a newer format, or cannot be used. */
    DATA(3),
    /** Storage failed while the server ran. */
    STORAGE(4);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
