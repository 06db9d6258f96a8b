package dev.forebay.httpapi;

import dev.forebay.engine.Refusal;

/**
 * Remembers which requests were carried out under which Idempotency-Key, over restarts. On the
 * engine's lane.
 */
public interface IdempotencyKeys {
    /**
     * Notes durably that a request begins, unless one of the key is known.
     *
     * @param key names the request together with who gives it
     * @param request tells other requests under the same key apart
     * @param then told once, later or at once
     */
    void begin(String key, String request, Then then);

    /** Notes durably how it was answered, then runs {@code sent}, whatever becomes of the note. */
    void answered(String key, Answer answer, Runnable sent);

    /** Forgets a request that changed nothing, so that it may be tried again. */
    void forget(String key);

    /**
     * An answer as it is repeated.
     *
     * @param lines further header lines
     */
    @SuppressWarnings("ArrayRecordComponent") // bytes of the wire; never compared
    record Answer(int status, byte[] lines, byte[] body) {}

    /** What is known of a request. Exactly one method is called. */
    interface Then {
        /** It is the first: to be carried out. */
        void first();

        /** It was carried out before. */
        void repeated(Answer answer);

        /** It is being carried out. */
        void underWay();

        /** It was begun before the server last stopped, and nobody knows whether it took effect. */
        void inDoubt();

        /** The key was used for another request. */
        void another();

        void refused(Refusal refusal);
    }
}
