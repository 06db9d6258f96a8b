package dev.forebay.engine;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Everything that is set per queue. Times in ms, sizes in bytes. Ranges are checked by the engine,
 * which refuses with {@link Refusal.InvalidSetting}; faces may be narrower.
 *
 * @param ordering fixed at creation
 * @param leaseMillis a lease's default length, 0 to 12 h
 * @param delayMillis default delay of each send, 0 or more
 * @param expiryMillis how long an unsettled message stays deliverable, counted from its send
 * @param receiveWaitMillis how long a receive waits by default
 * @param maxMessageBytes largest body plus headers
 * @param maxDepth most unsettled messages, further sends are refused; empty for no limit
 * @param maxBytes most bytes of unsettled messages; empty for no limit
 * @param maxLeases most messages leased at once
 * @param deadLetter where given-up messages go; empty: they are retried until they expire
 * @param deduplication empty: deduplication ids are kept but not compared
 * @param retentionMillis how long settled messages stay readable
 * @param retentionBytes how many bytes of the queue stay readable once settled
 * @param labels what a face wants kept and returned without the engine knowing its meaning
 */
public record QueueSettings(
        Ordering ordering,
        long leaseMillis,
        long delayMillis,
        long expiryMillis,
        long receiveWaitMillis,
        int maxMessageBytes,
        OptionalLong maxDepth,
        OptionalLong maxBytes,
        int maxLeases,
        Optional<DeadLetterRule> deadLetter,
        Optional<Deduplication> deduplication,
        long retentionMillis,
        long retentionBytes,
        Map<String, String> labels) {}
