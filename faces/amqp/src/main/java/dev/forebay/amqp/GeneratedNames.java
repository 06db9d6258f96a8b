package dev.forebay.amqp;

import java.util.Base64;
import java.util.random.RandomGenerator;

/** Names that the server makes up, in the form that clients know. */
final class GeneratedNames {
    private static final int BYTES = 16;

    private GeneratedNames() {}

    static String queue(RandomGenerator random) {
        return "amq.gen-" + text(random);
    }

    static String consumerTag(RandomGenerator random) {
        return "amq.ctag-" + text(random);
    }

    /** Nothing but letters, digits, - and _. */
    static String text(RandomGenerator random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
