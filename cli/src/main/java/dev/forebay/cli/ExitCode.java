package dev.forebay.cli;

/** How a client command ends; the numbers are part of the command line's contract. */
public enum ExitCode {
    OK(0),
    /** What the command is for did not succeed. */
    FAILED(1),
    /** Unknown command or option, or a bad value. */
    USAGE(2),
    /** What was named is not there. */
    NOT_FOUND(4),
    /** The server understood, and does not do it in the present state or as it was asked. */
    REFUSED(5),
    /** No server answers at the address. */
    UNREACHABLE(6),
    /** One may not, or did not say who one is. */
    NOT_ALLOWED(7),
    /** Some of it was done and some was not. */
    PARTLY(8);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
