package dev.forebay.engine.core;

import dev.forebay.engine.Caller;
import dev.forebay.engine.HeldBack;
import dev.forebay.engine.RateLimit;
import dev.forebay.engine.RateLimits;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.struct.TokenBuckets;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The token buckets of one queue. */
final class QueueRates {
    private static final long ALL = 0;

    private final String queue;
    private final @Nullable TokenBuckets sending;
    private final @Nullable TokenBuckets sendingPerKey;
    private final @Nullable TokenBuckets sendingPerClient;
    private final @Nullable TokenBuckets delivery;
    private final @Nullable TokenBuckets deliveryPerClient;

    QueueRates(String queue, RateLimits limits) {
        this.queue = queue;
        sending = buckets(limits.sending());
        sendingPerKey = buckets(limits.sendingPerKey());
        sendingPerClient = buckets(limits.sendingPerClient());
        delivery = buckets(limits.delivery());
        deliveryPerClient = buckets(limits.deliveryPerClient());
    }

    private static @Nullable TokenBuckets buckets(Optional<RateLimit> limit) {
        return limit.map(rate -> new TokenBuckets(rate.perSecond(), rate.burst())).orElse(null);
    }

    /** Why this client may not send a message of this key now, or null. Takes nothing. */
    @Nullable Refusal sendRefusal(Caller caller, @Nullable ByteBuffer key, long now) {
        long all = sending == null ? 0 : sending.waitMillis(ALL, now);
        if (all > 0) {
            return new Refusal.Throttled("Sending to queue \"" + queue + "\"", all);
        }
        long ofKey =
                sendingPerKey == null || key == null
                        ? 0
                        : sendingPerKey.waitMillis(bucket(key), now);
        if (ofKey > 0) {
            return new Refusal.Throttled("Sending of one key to queue \"" + queue + "\"", ofKey);
        }
        long ofClient =
                sendingPerClient == null ? 0 : sendingPerClient.waitMillis(bucket(caller), now);
        return ofClient == 0
                ? null
                : new Refusal.Throttled(
                        "Sending by one client to queue \"" + queue + "\"", ofClient);
    }

    void sent(Caller caller, @Nullable ByteBuffer key, long now) {
        if (sending != null) {
            sending.take(ALL, now, 1);
        }
        if (sendingPerKey != null && key != null) {
            sendingPerKey.take(bucket(key), now, 1);
        }
        if (sendingPerClient != null) {
            sendingPerClient.take(bucket(caller), now, 1);
        }
    }

    /** How many messages this client may be given now. */
    int room(Caller caller, long now) {
        int room = delivery == null ? Integer.MAX_VALUE : delivery.available(ALL, now);
        return deliveryPerClient == null || room == 0
                ? room
                : Math.min(room, deliveryPerClient.available(bucket(caller), now));
    }

    /** In how many ms this client may be given one more. */
    long waitMillis(Caller caller, long now) {
        long all = delivery == null ? 0 : delivery.waitMillis(ALL, now);
        return deliveryPerClient == null
                ? all
                : Math.max(all, deliveryPerClient.waitMillis(bucket(caller), now));
    }

    void given(Caller caller, int messages, long now) {
        if (delivery != null) {
            delivery.take(ALL, now, messages);
        }
        if (deliveryPerClient != null) {
            deliveryPerClient.take(bucket(caller), now, messages);
        }
    }

    /** Whether some clients may be held back while others are served. */
    boolean differ() {
        return deliveryPerClient != null;
    }

    /** What holds all deliveries back, or null. */
    @Nullable HeldBack heldBack(long now) {
        long wait = delivery == null ? 0 : delivery.waitMillis(ALL, now);
        return wait == 0
                ? null
                : new HeldBack(
                        HeldBack.Cause.RATE, "the queue's rate of deliveries is used up", wait);
    }

    /** What holds deliveries to this client back, or null. */
    @Nullable HeldBack heldBack(Caller caller, long now) {
        long wait =
                deliveryPerClient == null ? 0 : deliveryPerClient.waitMillis(bucket(caller), now);
        return wait == 0
                ? heldBack(now)
                : new HeldBack(
                        HeldBack.Cause.RATE, "the client's rate of deliveries is used up", wait);
    }

    private static long bucket(Caller caller) {
        return caller.user().isEmpty()
                ? mixed(31L * caller.address().hashCode() + caller.client().hashCode())
                : mixed(caller.user().hashCode() ^ 0x5555_5555L << Integer.SIZE);
    }

    private static long bucket(ByteBuffer key) {
        long hash = key.remaining();
        for (int at = key.position(); at < key.limit(); at++) {
            hash = (hash ^ key.get(at)) * 0x100000001B3L;
        }
        return mixed(hash);
    }

    private static long mixed(long hash) {
        long mixed = hash * 0x9E3779B97F4A7C15L;
        return mixed ^ mixed >>> Integer.SIZE;
    }
}
