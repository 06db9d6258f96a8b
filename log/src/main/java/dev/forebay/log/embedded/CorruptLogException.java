package dev.forebay.log.embedded;

import dev.forebay.log.Damage;
import java.io.IOException;
import java.util.List;

/** Acknowledged bytes are damaged and the policy says not to go on without them. */
public final class CorruptLogException extends IOException {
    private final transient List<Damage> damages;

    CorruptLogException(List<Damage> damages) {
        super(describe(damages));
        this.damages = List.copyOf(damages);
    }

    /** What is damaged, exactly. */
    public List<Damage> damages() {
        return damages;
    }

    private static String describe(List<Damage> damages) {
        Damage first = damages.getFirst();
        String others = damages.size() == 1 ? "" : " and " + (damages.size() - 1) + " more";
        return "the data folder is damaged: %s at %d, %d bytes: %s%s"
                .formatted(first.file(), first.position(), first.length(), first.detail(), others);
    }
}
