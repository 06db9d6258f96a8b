package dev.forebay.amqp.management;

import static java.util.Collections.unmodifiableSet;

import dev.forebay.amqp.traffic.Deed;
import java.util.EnumSet;
import java.util.Set;

/** Which deeds the member message_stats tells of what. */
final class Told {
    static final Set<Deed> OF_EXCHANGES =
            unmodifiableSet(EnumSet.of(Deed.PUBLISH_IN, Deed.PUBLISH_OUT));

    static final Set<Deed> OF_CONSUMERS = unmodifiableSet(EnumSet.range(Deed.DELIVER, Deed.ACK));

    static final Set<Deed> OF_QUEUES = with(Deed.PUBLISH, OF_CONSUMERS);

    static final Set<Deed> OF_ALL =
            unmodifiableSet(EnumSet.complementOf(EnumSet.copyOf(OF_EXCHANGES)));

    private Told() {}

    private static Set<Deed> with(Deed deed, Set<Deed> others) {
        EnumSet<Deed> all = EnumSet.copyOf(others);
        all.add(deed);
        return unmodifiableSet(all);
    }
}
