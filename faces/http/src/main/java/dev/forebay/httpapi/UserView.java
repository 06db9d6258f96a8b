package dev.forebay.httpapi;

import dev.forebay.access.AccessKey;
import dev.forebay.access.ApiToken;
import dev.forebay.access.Directory;
import dev.forebay.access.Grant;
import dev.forebay.access.Right;
import dev.forebay.access.Rights;
import dev.forebay.access.Role;
import dev.forebay.access.User;
import dev.forebay.httpapi.codec.JsonOut;
import dev.forebay.httpapi.codec.Words;

/** Users as the API shows them: never with a secret. */
final class UserView {
    private UserView() {}

    /** As an object of its own, with keys and tokens. */
    static void write(JsonOut out, User user, Directory directory) {
        out.begin();
        members(out, user, directory);
        out.field("etag", etag(user, directory));
        out.end();
    }

    /** Changes with what is shown, credentials included, and stays over restarts. */
    static String etag(User user, Directory directory) {
        return EntityTags.of(out -> {
            out.begin();
            members(out, user, directory);
            out.end();
        });
    }

    private static void members(JsonOut out, User user, Directory directory) {
        out.field("name", user.name());
        rights(out, user);
        out.field("state", Words.of(user.state()));
        out.field("hasPassword", directory.hasPassword(user));
        out.time("createdAt", user.createdAt());
        out.beginList("keys");
        for (AccessKey key : directory.keys()) {
            if (key.user().equals(user.name())) {
                write(out, key);
            }
        }
        out.endList();
        out.beginList("tokens");
        for (ApiToken token : directory.tokens()) {
            if (token.user().equals(user.name())) {
                out.begin();
                members(out, token);
                out.end();
            }
        }
        out.endList();
    }

    /** Roles and grants as members of the current object. */
    static void rights(JsonOut out, User user) {
        out.beginList("roles");
        for (Role role : user.roles()) {
            out.element(role.word());
        }
        out.endList();
        out.beginList("grants");
        for (Grant grant : user.grants()) {
            out.begin();
            out.field("queues", grant.queues());
            rights(out, grant.rights());
            out.end();
        }
        out.endList();
    }

    private static void rights(JsonOut out, Rights rights) {
        out.beginList("rights");
        for (Right right : rights.list()) {
            out.element(right.word());
        }
        out.endList();
    }

    private static void write(JsonOut out, AccessKey key) {
        out.begin();
        members(out, key);
        out.end();
    }

    /** A key as members of the current object. */
    static void members(JsonOut out, AccessKey key) {
        out.field("key", key.id());
        out.time("createdAt", key.createdAt());
        if (key.endsAt() != Long.MAX_VALUE) {
            out.time("endsAt", key.endsAt());
        }
    }

    /** A token as members of the current object. */
    static void members(JsonOut out, ApiToken token) {
        out.field("token", token.id());
        out.field("note", token.note());
        rights(out, token.scope().rights());
        out.field("queues", token.scope().queues());
        out.time("createdAt", token.createdAt());
        out.time("endsAt", token.endsAt());
    }
}
