package dev.forebay.access;

/** One step from a {@link Directory} to the next, and one record of its stream. */
public sealed interface DirectoryChange {
    /** A user as it is from now on. */
    record PutUser(User user) implements DirectoryChange {}

    /** A user is gone, with keys and tokens. */
    record RemoveUser(String name) implements DirectoryChange {}

    record PutKey(AccessKey key) implements DirectoryChange {}

    record RemoveKey(String id) implements DirectoryChange {}

    record PutToken(ApiToken token) implements DirectoryChange {}

    record RemoveToken(String id) implements DirectoryChange {}
}
