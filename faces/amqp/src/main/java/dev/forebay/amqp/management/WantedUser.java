package dev.forebay.amqp.management;

import dev.forebay.access.NewPassword;
import dev.forebay.access.UserName;
import dev.forebay.access.login.Password;
import dev.forebay.access.login.PasswordHash;
import dev.forebay.access.vhost.UserTags;
import java.util.Optional;

/**
 * A user as RabbitMQ's JSON has it, checked as far as that can be done without making it.
 *
 * @param plain a password that has to be hashed yet, in place of the other
 * @param password what it says of the password but that
 */
record WantedUser(String name, UserTags tags, Optional<String> plain, NewPassword password) {
    static final String HASH = "password_hash";
    static final String ALGORITHM = "hashing_algorithm";
    static final String USUAL_ALGORITHM = "rabbit_password_hashing_sha256";
    static final String TAGS = "tags";
    private static final String PASSWORD = "password";

    /**
     * Reads it.
     *
     * @throws ApiError 400 when the JSON is wrong, or there can be no such user
     */
    static WantedUser of(String name, Wish wish) {
        if (wish.has(PASSWORD) && wish.has(HASH)) {
            throw ApiError.badRequest("both_password_and_password_hash_are_provided");
        }
        return new WantedUser(named(name), tags(wish), plain(wish), password(wish));
    }

    private static String named(String name) {
        try {
            UserName.require(name);
            return name;
        } catch (IllegalArgumentException wrong) {
            throw ApiError.badRequest("user name: " + wrong.getMessage());
        }
    }

    private static UserTags tags(Wish wish) {
        try {
            return new UserTags(wish.words(TAGS));
        } catch (IllegalArgumentException wrong) {
            throw ApiError.badRequest("tags: " + wrong.getMessage());
        }
    }

    private static Optional<String> plain(Wish wish) {
        if (!wish.has(PASSWORD)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Password.requireLength(wish.text(PASSWORD)));
        } catch (IllegalArgumentException wrong) {
            throw ApiError.badRequest(String.valueOf(wrong.getMessage()));
        }
    }

    private static NewPassword password(Wish wish) {
        if (!wish.has(HASH)) {
            return new NewPassword.Same();
        }
        String hash = wish.text(HASH);
        if (hash.isEmpty()) {
            return new NewPassword.None();
        }
        try {
            return new NewPassword.Hashed(
                    PasswordHash.of(wish.text(ALGORITHM, USUAL_ALGORITHM), hash));
        } catch (IllegalArgumentException wrong) {
            throw ApiError.badRequest(HASH + ": " + wrong.getMessage());
        }
    }

    /** Whether a new user of this kind can sign in with a password. */
    boolean letsIn() {
        return plain.isPresent() || password.letsIn();
    }

    boolean isAdministrator() {
        return tags.list().contains("administrator");
    }

    /** Leaves out the password. */
    @Override
    public String toString() {
        return "WantedUser[" + name + ", " + tags + "]";
    }
}
