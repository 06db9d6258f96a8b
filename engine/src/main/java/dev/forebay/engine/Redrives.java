package dev.forebay.engine;

import java.util.List;
import java.util.Optional;

/**
 * Moves messages from a dead-letter queue, or any other, to the queues they came from or to another
 * one. Each message moves by one append that settles it here and sends it there: exactly once, also
 * when the server dies in the middle, after which a redrive goes on by itself. Messages keep their
 * identity and history. A request may also have them end here ({@link
 * RedriveRequest.Purpose#DISCARD}). Messages that are leased, and those sent after the redrive
 * began, stay.
 *
 * <p>Called on the lane of {@link Queues#lane()} and answered on it, once what was asked for is on
 * disk.
 */
public interface Redrives {
    /**
     * Begins; the answer does not wait for the end. One at a time for a queue, else {@link
     * Refusal.RedriveInProgress}.
     */
    void start(Caller caller, RedriveRequest request, Reply<RedriveInfo> reply);

    /** Looks what a redrive would move, and moves nothing. Reads all messages of the queue. */
    void preview(Caller caller, RedriveRequest request, int sample, Reply<RedrivePreview> reply);

    void pause(Caller caller, long id, Reply<RedriveInfo> reply);

    void resume(Caller caller, long id, Reply<RedriveInfo> reply);

    /** Ends it where it is; what has moved stays moved. */
    void cancel(Caller caller, long id, Reply<RedriveInfo> reply);

    Optional<RedriveInfo> find(long id);

    /** Those under way and the latest that ended, newest first. */
    List<RedriveInfo> all();
}
