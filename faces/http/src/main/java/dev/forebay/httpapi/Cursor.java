package dev.forebay.httpapi;

import dev.forebay.httpapi.codec.ApiFailure;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Where the next page of a list begins: after this name. Opaque to clients. */
final class Cursor {
    /** Entries of a page unless the client says otherwise. */
    static final int PAGE = 100;

    static final int LARGEST_PAGE = 1_000;

    private Cursor() {}

    static String of(String last) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(last.getBytes(StandardCharsets.UTF_8));
    }

    static String read(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException foreign) {
            throw ApiFailure.invalid("the query's parameter cursor", "one from an earlier page");
        }
    }
}
