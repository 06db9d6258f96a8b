package dev.forebay.amqp.routing;

import dev.forebay.amqp.codec.AmqpFailure;
import dev.forebay.amqp.codec.ReplyCode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * One binding by a hash: equal hashed texts go the same way as long as the bindings stay, and each
 * target gets its share by weight. When a target joins, only what it gets moves; when one leaves,
 * what comes after it in the order of binding moves too, as with RabbitMQ.
 *
 * <p>A target that is bound several times has the weight of its oldest binding.
 *
 * <p>Source: Lamping, Veach: A Fast, Minimal Memory, Consistent Hash Algorithm (2014). The hash is
 * not RabbitMQ's, so that a text may go another way than there.
 */
final class HashMatcher implements Matcher {
    /** As RabbitMQ limits it. */
    private static final int MOST_WEIGHT = 10_000;

    private final HashSource source;
    private final Map<Target, Map<Binding, Integer>> weights = new LinkedHashMap<>();

    /** Targets by the first bucket of each; made anew when bindings have changed. */
    private final TreeMap<Long, Target> buckets = new TreeMap<>();

    private long total;

    HashMatcher(HashSource source) {
        this.source = source;
    }

    @Override
    public void add(Binding binding, Target target) {
        int weight = weight(binding.routingKey());
        weights.computeIfAbsent(target, same -> new LinkedHashMap<>()).put(binding, weight);
        buckets.clear();
    }

    @Override
    public void remove(Binding binding, Target target) {
        weights.computeIfPresent(
                target,
                (same, bindings) -> {
                    bindings.remove(binding);
                    return bindings.isEmpty() ? null : bindings;
                });
        buckets.clear();
    }

    @Override
    public void match(RoutedMessage message, Walk walk) {
        walk.step();
        if (weights.isEmpty()) {
            return;
        }
        if (buckets.isEmpty()) {
            deal();
        }
        long bucket = jump(hash(source.of(message)), total);
        walk.reach(buckets.floorEntry(bucket).getValue());
    }

    private void deal() {
        total = 0;
        weights.forEach((target, bindings) -> {
            buckets.put(total, target);
            total += bindings.values().iterator().next();
        });
    }

    private static int weight(String key) {
        int weight;
        try {
            weight = Integer.parseInt(key);
        } catch (NumberFormatException wrong) {
            throw refused("The binding key must be an integer: " + key);
        }
        if (weight < 1) {
            throw refused("The binding key must be greater than 0");
        }
        if (weight > MOST_WEIGHT) {
            throw refused("The binding key must not exceed " + MOST_WEIGHT);
        }
        return weight;
    }

    private static AmqpFailure refused(String text) {
        return new AmqpFailure(ReplyCode.PRECONDITION_FAILED, text);
    }

    /** FNV-1a over the text's characters, then the finish of MurmurHash3 to mix the low bits. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
        return hash ^ hash >>> 33;
    }

    /** The bucket of a hash among so many; takes steps in the order of their logarithm. */
    private static long jump(long hash, long count) {
        long state = hash;
        long bucket = -1;
        long next = 0;
        while (next < count) {
            bucket = next;
            state = state * 2862933555777941757L + 1;
            double fraction = (double) (1L << 31) / (double) ((state >>> 33) + 1);
            next = (long) ((bucket + 1) * fraction);
        }
        return bucket;
    }
}
