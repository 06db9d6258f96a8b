package dev.forebay.server.process;

import dev.forebay.server.health.Check;
import dev.forebay.server.health.Check.Answer;
import dev.forebay.server.health.Check.Weight;
import java.util.concurrent.atomic.AtomicReference;

/** Where the server is in its life. Thread-safe. */
final class Phase {
    /** The stations, in order. */
    enum Station {
        STARTING,
        SERVING,
        DRAINING
    }

    private final AtomicReference<Station> now = new AtomicReference<>(Station.STARTING);

    /** True for the one caller that reaches the station first. */
    boolean reach(Station station) {
        return now.getAndSet(station) != station;
    }

    Check check() {
        return new Check("serving", Weight.NEEDED, this::answer);
    }

    private Answer answer() {
        return switch (now.get()) {
            case STARTING -> Answer.unwell("The server is starting.");
            case SERVING -> Answer.well("Requests are served.");
            case DRAINING -> Answer.unwell("The server is stopping; nothing new is begun.");
        };
    }
}
