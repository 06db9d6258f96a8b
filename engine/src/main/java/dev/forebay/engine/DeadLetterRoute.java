package dev.forebay.engine;

import java.util.Optional;

/**
 * Where the dead letters of a queue go when that is looked up for each message as it dies, by a
 * {@link DeadLetterRouter}: to several queues, to one, or nowhere. Messages that expire go there
 * too.
 *
 * @param exchange what the router knows the way by; may be empty
 * @param key by which they are routed there; empty: by the message's own
 */
public record DeadLetterRoute(String exchange, Optional<String> key) {}
