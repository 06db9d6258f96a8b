package dev.forebay.cli;

/** How a client command ends; the numbers are part of the command line's contract. */
public enum ExitCode {
    OK(0),
    /** What the command is for did not succeed. */
    FAILED(1),
    /** Unknown command or option, or a bad value. */
    USAGE(2),
    /** No server answers at the address. */
    UNREACHABLE(6);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
