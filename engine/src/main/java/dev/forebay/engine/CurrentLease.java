package dev.forebay.engine;

import java.util.OptionalLong;

/**
 * A lease as it stood when its message was looked at.
 *
 * @param id what it is settled by
 * @param endsInMillis when it ends by itself, at least 0; empty when it ends with its consumer's
 *     connection
 */
public record CurrentLease(LeaseId id, OptionalLong endsInMillis) {}
