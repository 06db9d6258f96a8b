package dev.forebay.engine;

import java.util.List;
import java.util.Optional;

/**
 * A message as it stood when it was looked at.
 *
 * @param id its identity, kept over moves
 * @param state where it stood. Of a message whose end the journal no longer tells, {@code ACKED}
 * @param message content; the body is empty where none was asked for
 * @param bodyBytes length of the body, which is empty in the message when it was not asked for or
 *     is among {@link LargeBodies}
 * @param sentAt wall-clock ms of the original send
 * @param attempts how often it was leased, as filters see it
 * @param lease with which a consumer has it, so that people can end it in his place; empty when
 *     nobody has it
 * @param failures the latest attempts that failed, the oldest of them first; empty where none were
 *     asked for
 */
public record BrowsedMessage(
        MessageId id,
        MessagePlace place,
        MessageState state,
        Message message,
        int bodyBytes,
        long sentAt,
        int attempts,
        Optional<CurrentLease> lease,
        List<FailedAttempt> failures) {}
