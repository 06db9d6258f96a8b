package dev.forebay.engine.core;

import dev.forebay.engine.HeldUp;
import dev.forebay.engine.Refusal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What keeps a move of messages from going on, and since when. */
final class Hold {
    private final Core core;
    private @Nullable HeldUp current;

    Hold(Core core) {
        this.core = core;
    }

    Optional<HeldUp> current() {
        return Optional.ofNullable(current);
    }

    /** It waits for the end of this. */
    void by(Refusal refusal) {
        HeldUp now = HeldUp.of(refusal, core.wall());
        HeldUp before = current;
        if (before != null && before.cause() == now.cause() && before.queue().equals(now.queue())) {
            now = new HeldUp(now.cause(), now.queue(), now.text(), before.since());
        }
        current = now;
    }

    /** It goes on. */
    void end() {
        current = null;
    }
}
