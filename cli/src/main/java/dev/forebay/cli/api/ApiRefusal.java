package dev.forebay.cli.api;

import java.io.IOException;

/** The server answered, and not with what was asked for. */
public final class ApiRefusal extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;

    ApiRefusal(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The HTTP status, such as 404. */
    public int status() {
        return status;
    }
}
