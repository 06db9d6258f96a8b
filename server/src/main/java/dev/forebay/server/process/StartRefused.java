package dev.forebay.server.process;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

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

    /** Waits for what the lane answers; a refusal of the start comes through as it is. */
    static <T> T join(CompletableFuture<T> answer) throws StartRefused {
        try {
            return answer.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof StartRefused refused) {
                throw refused;
            }
            throw failed;
        }
    }

    /** What to tell whoever started it. */
    String sentence() {
        return sentence;
    }

    public ExitCode code() {
        return code;
    }
}
