package dev.forebay.http;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one connection that have been handed out, in the order in which their answers
 * must leave.
 */
final class Pipeline {
    private final ArrayDeque<HttpExchange> exchanges = new ArrayDeque<>(2);

    int size() {
        return exchanges.size();
    }

    boolean isEmpty() {
        return exchanges.isEmpty();
    }

    void add(HttpExchange exchange) {
        exchanges.add(exchange);
    }

    boolean endsWith(HttpExchange exchange) {
        return exchanges.peekLast() == exchange;
    }

    /** The exchange whose answer is next to leave; null when there is none. */
    @Nullable HttpExchange first() {
        return exchanges.peekFirst();
    }

    /** Removes and returns the first exchange if it is answered. */
    @Nullable HttpExchange nextAnswered() {
        HttpExchange first = exchanges.peekFirst();
        if (first == null || first.response == null) {
            return null;
        }
        return exchanges.pollFirst();
    }

    /** Removes and returns the first exchange, answered or not. */
    @Nullable HttpExchange next() {
        return exchanges.pollFirst();
    }
}
