package dev.forebay.cli.api;

import java.io.IOException;

/** The server answered, and not with what was asked for. */
public final class ApiRefusal extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String problem;
    private final String path;
    private final String words;
    private final String body;

    ApiRefusal(int status, String problem, String path, String words, String body) {
        super(words);
        this.words = words;
        this.body = body;
        this.status = status;
        this.problem = problem;
        this.path = path;
    }

    @Override
    public String getMessage() {
        return words;
    }

    /** The HTTP status, such as 404. */
    public int status() {
        return status;
    }

    /** Which problem of the API it is, such as {@code no-such-queue}; empty for another's. */
    public String problem() {
        return problem;
    }

    /** What was asked, such as {@code /v1/queues/orders}. */
    public String path() {
        return path;
    }

    /** All that it answered. */
    String body() {
        return body;
    }
}
