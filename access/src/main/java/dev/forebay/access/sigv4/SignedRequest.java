package dev.forebay.access.sigv4;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request as it came, for checking its signature. */
public interface SignedRequest {
    /** GET, POST, in upper case. */
    String method();

    /** As sent, percent-encoded. */
    String path();

    /** As sent, without question mark; empty when there is none. */
    String query();

    /** The first field of the name, in any case. */
    @Nullable String header(String name);

    /** All fields of the name, in the order they came. */
    List<String> headers(String name);

    /** Names of all fields, in whatever case they came. */
    Iterable<String> headerNames();

    /** Holds the body from 0 to {@link #bodyLength()}. */
    byte[] body();

    int bodyLength();
}
