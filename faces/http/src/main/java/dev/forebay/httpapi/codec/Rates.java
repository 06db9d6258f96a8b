package dev.forebay.httpapi.codec;

import dev.forebay.engine.RateLimit;
import dev.forebay.engine.RateLimits;
import java.util.Optional;

/**
 * Rate limits of a queue as JSON: {@code {"sending": {"perSecond": 50, "burst": 100}, …}}. What is
 * not named is not limited.
 */
final class Rates {
    private static final String MEMBER = "rates";
    private static final String KNOWN =
            "sending, sendingPerKey, sendingPerClient, delivery, deliveryPerClient";

    private Rates() {}

    static RateLimits read(JsonIn in) {
        RateLimits limits = RateLimits.none();
        if (!in.beginObject(MEMBER)) {
            return limits;
        }
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            limits = take(name, in, limits);
        }
        return limits;
    }

    private static RateLimits take(String name, JsonIn in, RateLimits to) {
        String member = MEMBER + "." + name;
        return switch (name) {
            case "sending" -> one(member, in).map(to::withSending).orElse(to);
            case "sendingPerKey" -> one(member, in).map(to::withSendingPerKey).orElse(to);
            case "sendingPerClient" -> one(member, in).map(to::withSendingPerClient).orElse(to);
            case "delivery" -> one(member, in).map(to::withDelivery).orElse(to);
            case "deliveryPerClient" -> one(member, in).map(to::withDeliveryPerClient).orElse(to);
            default -> throw in.unknown(member, KNOWN);
        };
    }

    /** The burst is that of one second unless it is named. */
    private static Optional<RateLimit> one(String member, JsonIn in) {
        if (!in.beginObject(member)) {
            return Optional.empty();
        }
        double perSecond = -1;
        int burst = 0;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "perSecond" -> perSecond = in.decimal(member + "." + name);
                case "burst" -> burst = (int) in.number(member + "." + name, 1, Integer.MAX_VALUE);
                default -> throw in.unknown(member + "." + name, "perSecond, burst");
            }
        }
        if (perSecond < 0) {
            throw ApiFailure.invalid(member + ".perSecond", "0.001 to 1000000");
        }
        int second = (int) Math.max(1, Math.min(Math.ceil(perSecond), Integer.MAX_VALUE));
        return Optional.of(new RateLimit(perSecond, burst == 0 ? second : burst));
    }

    static void write(JsonOut out, RateLimits limits) {
        if (limits.equals(RateLimits.none())) {
            out.empty(MEMBER);
            return;
        }
        out.begin(MEMBER);
        write(out, "sending", limits.sending());
        write(out, "sendingPerKey", limits.sendingPerKey());
        write(out, "sendingPerClient", limits.sendingPerClient());
        write(out, "delivery", limits.delivery());
        write(out, "deliveryPerClient", limits.deliveryPerClient());
        out.end();
    }

    private static void write(JsonOut out, String name, Optional<RateLimit> limit) {
        if (limit.isPresent()) {
            out.begin(name);
            out.field("perSecond", limit.get().perSecond());
            out.field("burst", limit.get().burst());
            out.end();
        }
    }
}
