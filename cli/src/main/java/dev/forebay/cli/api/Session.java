package dev.forebay.cli.api;

import java.net.http.HttpRequest;

/**
 * A session that was begun with a password.
 *
 * @param cookie names it
 * @param csrf goes with each write
 */
record Session(String cookie, String csrf) {
    private static final String CSRF = "X-Forebay-Csrf";

    void sign(HttpRequest.Builder request) {
        request.header("Cookie", cookie).header(CSRF, csrf);
    }
}
