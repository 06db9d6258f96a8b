package dev.forebay.httpapi;

import dev.forebay.access.Access;
import dev.forebay.access.AccessKey;
import dev.forebay.access.ApiToken;
import dev.forebay.access.Credentials.NewKey;
import dev.forebay.access.Logins.Checked;
import dev.forebay.access.Operation;
import dev.forebay.access.Rights;
import dev.forebay.access.Scope;
import dev.forebay.access.User;
import dev.forebay.httpapi.codec.ApiFailure;
import dev.forebay.httpapi.codec.GrantsIn;
import dev.forebay.httpapi.codec.Json;
import dev.forebay.httpapi.codec.JsonIn;
import dev.forebay.httpapi.codec.Problem;
import dev.forebay.httpapi.codec.ProblemType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Passwords, access keys and tokens: one's own, or for administrators anybody's. */
final class CredentialActions {
    private static final String OTHER_PASSWORD = "The present password is another.";
    private static final long DAY_MILLIS = 86_400_000;
    private static final long USUAL_TOKEN_MILLIS = 90 * DAY_MILLIS;
    private static final long LONGEST_TOKEN_MILLIS = 3_660 * DAY_MILLIS;
    private static final long LONGEST_GRACE_MILLIS = 30 * DAY_MILLIS;

    private final Door door;
    private final Access access;

    CredentialActions(Door door, Access access) {
        this.door = door;
        this.access = access;
    }

    /** The user whose matter it is. On the lane. */
    private User owner(Call call) {
        String name = call.part("user");
        if (!name.equals(call.principal().name())) {
            call.require(Operation.MANAGE_USERS, "");
        }
        return access.directory().user(name).orElseThrow(() -> missing("user"));
    }

    private static ApiFailure missing(String what) {
        return new ApiFailure(ProblemType.NO_SUCH_THING, "There is no such " + what + ".");
    }

    private record NewPassword(String password, @Nullable String current) {
        /** Leaves out both. */
        @Override
        public String toString() {
            return "NewPassword";
        }
    }

    void setPassword(Call call, byte[] body, int length) {
        NewPassword wanted = Json.read(body, length, CredentialActions::newPassword);
        door.onLane(call, () -> setPassword(call, wanted));
    }

    private static NewPassword newPassword(JsonIn in) {
        String password = "";
        String current = null;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "password" -> password = in.text(name);
                case "current" -> current = in.string(name);
                default -> throw in.unknown(name, "password, current");
            }
        }
        return new NewPassword(password, current);
    }

    /** A session left open must not be enough to lock its user out. */
    private void setPassword(Call call, NewPassword wanted) {
        User owner = owner(call);
        boolean own = owner.name().equals(call.principal().name());
        if (!own || !access.directory().hasPassword(owner)) {
            derive(call, owner, wanted.password());
            return;
        }
        String current = wanted.current();
        if (current == null) {
            throw ApiFailure.invalid("current", "the present password, for one's own");
        }
        access.logins()
                .check(
                        owner.name(),
                        current,
                        call.caller().address(),
                        checked -> {
                            switch (checked) {
                                case Checked.Right _ -> derive(call, owner, wanted.password());
                                case Checked.Wrong _, Checked.Elsewhere _ -> {
                                    call.denied("", OTHER_PASSWORD);
                                    call.fail(
                                            Problem.of(ProblemType.WRONG_PASSWORD, OTHER_PASSWORD));
                                }
                                case Checked.Later later ->
                                        call.fail(
                                                new Problem(
                                                        ProblemType.THROTTLED,
                                                        "Too many tries. Wait a moment.",
                                                        later.retryAfterMillis()));
                            }
                        });
    }

    private void derive(Call call, User owner, String password) {
        access.logins()
                .derive(
                        password,
                        call.reply(kept ->
                                access.accounts()
                                        .setPassword(
                                                call.caller(),
                                                owner.name(),
                                                kept,
                                                call.reply(_ -> call.empty()))));
    }

    void addKey(Call call, byte[] body, int length) {
        Bodies.none(body, length);
        door.onLane(
                call,
                () ->
                        access.credentials()
                                .addKey(
                                        call.caller(),
                                        owner(call).name(),
                                        call.reply(made -> show(call, made))));
    }

    private static void show(Call call, NewKey made) {
        call.json(out -> {
            out.begin();
            UserView.members(out, made.key());
            out.field("secret", made.secret());
            out.end();
        });
    }

    void rotateKey(Call call, byte[] body, int length) {
        long grace = Json.read(body, length, CredentialActions::grace);
        door.onLane(
                call,
                () ->
                        access.credentials()
                                .rotateKey(
                                        call.caller(),
                                        key(call).id(),
                                        grace,
                                        call.reply(made -> show(call, made))));
    }

    private static long grace(JsonIn in) {
        long grace = DAY_MILLIS;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            if (!name.equals("graceMillis")) {
                throw in.unknown(name, "graceMillis");
            }
            grace = in.number(name, 0, LONGEST_GRACE_MILLIS);
        }
        return grace;
    }

    private AccessKey key(Call call) {
        String owner = owner(call).name();
        return access.directory()
                .key(call.part("key"))
                .filter(key -> key.user().equals(owner))
                .orElseThrow(() -> missing("access key"));
    }

    void revokeKey(Call call, byte[] body, int length) {
        door.onLane(
                call,
                () ->
                        access.credentials()
                                .revokeKey(
                                        call.caller(),
                                        key(call).id(),
                                        call.reply(_ -> call.empty())));
    }

    private record Wish(String note, long millis, Scope scope) {}

    void addToken(Call call, byte[] body, int length) {
        Wish wish = Json.read(body, length, CredentialActions::wish);
        door.onLane(
                call,
                () ->
                        access.credentials()
                                .addToken(
                                        call.caller(),
                                        owner(call).name(),
                                        wish.scope(),
                                        wish.note(),
                                        wish.millis(),
                                        call.reply(made ->
                                                call.json(out -> {
                                                    out.begin();
                                                    UserView.members(out, made.token());
                                                    out.field("text", made.text());
                                                    out.end();
                                                }))));
    }

    private static Wish wish(JsonIn in) {
        String note = "";
        long millis = USUAL_TOKEN_MILLIS;
        Rights rights = Rights.ALL;
        String queues = "*";
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "note" -> note = in.text(name);
                case "validMillis" -> millis = in.number(name, 1, LONGEST_TOKEN_MILLIS);
                case "rights" -> rights = GrantsIn.rights(name, in);
                case "queues" -> queues = in.text(name);
                default -> throw in.unknown(name, "note, validMillis, rights, queues");
            }
        }
        return new Wish(note, millis, new Scope(rights, queues));
    }

    void revokeToken(Call call, byte[] body, int length) {
        door.onLane(
                call,
                () -> {
                    String owner = owner(call).name();
                    Optional<ApiToken> token = access.directory().token(call.part("token"));
                    access.credentials()
                            .revokeToken(
                                    call.caller(),
                                    token.filter(known -> known.user().equals(owner))
                                            .orElseThrow(() -> missing("token"))
                                            .id(),
                                    call.reply(_ -> call.empty()));
                });
    }
}
