package dev.forebay.cli.api;

/** How one proves to a server who one is. Secrets stay out of texts. */
public sealed interface Credentials {
    /** Not at all, as a server without users wants it. */
    record Nobody() implements Credentials {}

    /** By a token. */
    record Token(String text) implements Credentials {
        @Override
        public String toString() {
            return "token";
        }
    }

    /** By a password, with which a session is begun where there are such. */
    record Password(String user, String password) implements Credentials {
        @Override
        public String toString() {
            return user;
        }
    }
}
