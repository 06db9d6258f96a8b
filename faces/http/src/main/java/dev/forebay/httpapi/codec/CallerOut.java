package dev.forebay.httpapi.codec;

import dev.forebay.engine.Caller;

/** Who gave a command, as JSON. */
public final class CallerOut {
    private CallerOut() {}

    /** As members of the current object; what is not known is left out. */
    public static void write(JsonOut out, Caller caller) {
        out.field("face", caller.face());
        known(out, "user", caller.user());
        known(out, "address", caller.address());
        known(out, "client", caller.client());
    }

    private static void known(JsonOut out, String name, String value) {
        if (!value.isEmpty()) {
            out.field(name, value);
        }
    }
}
