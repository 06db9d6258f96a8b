package dev.forebay.cli.demo;

import java.io.IOException;
import java.net.ConnectException;
import java.util.Objects;

/** Why a call got no answer, in words; the JDK's client often has none. */
final class Silence {
    private Silence() {}

    static String reason(IOException failure) {
        if (failure instanceof ConnectException) {
            return "nobody listens there";
        }
        return Objects.requireNonNullElse(
                failure.getMessage(),
                "the connection broke (" + failure.getClass().getSimpleName() + ")");
    }
}
