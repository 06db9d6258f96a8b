package dev.forebay.cli.demo;

/** The server has given no figures for so long that there is nothing left to watch. */
final class ServerGone extends Exception {
    private static final long serialVersionUID = 1L;

    ServerGone() {
        super("the server has stopped answering");
    }
}
