package dev.forebay.httpapi;

import dev.forebay.engine.HeldUp;
import dev.forebay.httpapi.codec.JsonOut;
import dev.forebay.httpapi.codec.Words;
import java.util.Optional;

/** What keeps a redrive or a replay waiting, as its status tells it. */
final class HeldUpOut {
    private HeldUpOut() {}

    static void write(JsonOut out, Optional<HeldUp> heldUp) {
        heldUp.ifPresent(held -> {
            out.begin("waiting");
            out.field("for", Words.of(held.cause()));
            out.field("queue", held.queue());
            out.time("since", held.since());
            out.field("text", held.text());
            out.end();
        });
    }
}
