package dev.forebay.access;

import dev.forebay.access.login.PasswordHash;
import dev.forebay.access.vhost.TopicPermission;
import dev.forebay.access.vhost.UserTags;
import dev.forebay.access.vhost.VhostPermission;

/** One step from a {@link Directory} to the next, and one record of its stream. */
public sealed interface DirectoryChange {
    /** A user as it is from now on. */
    record PutUser(User user) implements DirectoryChange {}

    /** A user is gone, with all that is kept for it. */
    record RemoveUser(String name) implements DirectoryChange {}

    record PutKey(AccessKey key) implements DirectoryChange {}

    record RemoveKey(String id) implements DirectoryChange {}

    record PutToken(ApiToken token) implements DirectoryChange {}

    record RemoveToken(String id) implements DirectoryChange {}

    /** The user's tags as they are from now on. */
    record PutTags(String user, UserTags tags) implements DirectoryChange {}

    /** What the user's password is checked against, until another password is set. */
    record PutHash(String user, PasswordHash hash) implements DirectoryChange {}

    /** The user has no such password any more. */
    record RemoveHash(String user) implements DirectoryChange {}

    /** A change of what users may do in virtual hosts. */
    sealed interface InVhosts extends DirectoryChange {}

    /** A permission, in place of what the user had in the virtual host. */
    record PutPermission(VhostPermission permission) implements InVhosts {}

    record RemovePermission(String user, String vhost) implements InVhosts {}

    /** A permission, in place of what the user had on the exchange's keys. */
    record PutTopicPermission(TopicPermission permission) implements InVhosts {}

    record RemoveTopicPermission(String user, String vhost, String exchange) implements InVhosts {}

    /** A virtual host is gone, and with it everybody's permissions there. */
    record RemoveVhost(String vhost) implements InVhosts {}
}
