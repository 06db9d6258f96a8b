package dev.forebay.access;

import dev.forebay.engine.Caller;

/**
 * Who asks, as far as was found out. Rights are not in it: they are looked up with each decision,
 * so that taking one away works at once. Immutable; faces keep one for a connection.
 *
 * @param caller for the engine; its user is empty when nobody was authenticated
 * @param scope what the credential may be used for
 * @param line whether the request came through TLS
 */
public record Principal(Caller caller, Scope scope, Line line) {
    /** How a request came in. */
    public enum Line {
        PLAIN,
        ENCRYPTED
    }

    /** Nobody in particular. */
    public static Principal anonymous(Caller caller, Line line) {
        return new Principal(caller.withUser(""), Scope.FULL, line);
    }

    /** The user's name; empty when nobody was authenticated. */
    public String name() {
        return caller.user();
    }

    public boolean anonymous() {
        return !caller.authenticated();
    }
}
