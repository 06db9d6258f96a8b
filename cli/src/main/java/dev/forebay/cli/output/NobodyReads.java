package dev.forebay.cli.output;

import java.io.PrintWriter;

/** Who read what a command prints went away, as {@code head} does: there is no use in going on. */
public final class NobodyReads extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private NobodyReads() {
        super("what is printed is read by nobody any more");
    }

    /** Sees to it that all that was printed has left, and that somebody took it. */
    static void unlessTaken(PrintWriter out) {
        if (out.checkError()) {
            throw new NobodyReads();
        }
    }
}
