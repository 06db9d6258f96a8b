package dev.forebay.httpapi;

import dev.forebay.httpapi.codec.Json;

/** Bodies that say nothing. */
final class Bodies {
    private Bodies() {}

    /** Accepts nothing, or an object without members. */
    static void none(byte[] body, int length) {
        var _ =
                Json.read(
                        body,
                        length,
                        in -> {
                            String name = in.nextName();
                            if (name != null) {
                                throw in.unknown(name, "none");
                            }
                            return "";
                        });
    }
}
