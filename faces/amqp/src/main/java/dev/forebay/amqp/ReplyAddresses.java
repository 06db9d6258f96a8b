package dev.forebay.amqp;

import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of direct replies that are in use: names that nobody can guess, each of one
 * channel. Whoever was told one may answer to it. On the lane.
 *
 * <p>Source: RabbitMQ's direct reply-to.
 */
final class ReplyAddresses {
    /** What a channel consumes from, and names as its reply-to, for answers without a queue. */
    static final String PSEUDO_QUEUE = "amq.rabbitmq.reply-to";

    private static final String PREFIX = PSEUDO_QUEUE + ".";

    private final RandomGenerator random;
    private final Map<String, DirectReplies> byAddress = new HashMap<>();

    ReplyAddresses(RandomGenerator random) {
        this.random = random;
    }

    /** Whether a name is of this kind, in use or not. */
    static boolean isAddress(String name) {
        return name.startsWith(PREFIX);
    }

    /** A new address, at which these are reached until it is given up. */
    String open(DirectReplies replies) {
        String address = PREFIX + GeneratedNames.text(random);
        byAddress.put(address, replies);
        return address;
    }

    void giveUp(String address) {
        byAddress.remove(address);
    }

    /** Who is reached at it, or null when nobody is any more. */
    @Nullable DirectReplies find(String address) {
        return byAddress.get(address);
    }

    /** Whether a client that declares this name, as one may, finds it there. */
    boolean isThere(String name) {
        return name.equals(PSEUDO_QUEUE) || byAddress.containsKey(name);
    }
}
