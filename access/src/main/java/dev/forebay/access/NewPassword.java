package dev.forebay.access;

import dev.forebay.access.login.Password;
import dev.forebay.access.login.PasswordHash;
import java.util.List;

/** What a user's password is to be. */
public sealed interface NewPassword {
    /** What it was; a new user has none. */
    record Same() implements NewPassword {}

    /** None: the user cannot sign in with one. */
    record None() implements NewPassword {}

    /** One that was made here. */
    record Derived(Password password) implements NewPassword {}

    /** One that is kept as RabbitMQ keeps it. */
    record Hashed(PasswordHash hash) implements NewPassword {}

    /** The user with it. Ends the user's sessions, unless it stays as it was. */
    default User of(User user) {
        return switch (this) {
            case Same _ -> user;
            case None _, Hashed _ -> user.withoutPassword();
            case Derived(Password password) -> user.withPassword(password);
        };
    }

    /** What else it changes. */
    default List<DirectoryChange> changes(String user) {
        return switch (this) {
            case Same _, Derived _ -> List.of();
            case None _ -> List.of(new DirectoryChange.RemoveHash(user));
            case Hashed(PasswordHash hash) -> List.of(new DirectoryChange.PutHash(user, hash));
        };
    }

    /** Whether somebody new can sign in with it. */
    default boolean letsIn() {
        return switch (this) {
            case Same _, None _ -> false;
            case Derived _, Hashed _ -> true;
        };
    }
}
