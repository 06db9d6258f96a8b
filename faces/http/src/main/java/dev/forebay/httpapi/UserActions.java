package dev.forebay.httpapi;

import dev.forebay.access.Access;
import dev.forebay.access.Decision;
import dev.forebay.access.Directory;
import dev.forebay.access.Grant;
import dev.forebay.access.Operation;
import dev.forebay.access.Principal;
import dev.forebay.access.Role;
import dev.forebay.access.Rule;
import dev.forebay.access.Scope;
import dev.forebay.access.User;
import dev.forebay.access.UserChange;
import dev.forebay.access.login.Password;
import dev.forebay.httpapi.codec.ApiFailure;
import dev.forebay.httpapi.codec.GrantsIn;
import dev.forebay.httpapi.codec.Json;
import dev.forebay.httpapi.codec.JsonIn;
import dev.forebay.httpapi.codec.ProblemType;
import dev.forebay.httpapi.codec.Words;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Users: who there is, and what each may. */
final class UserActions {
    private final Door door;
    private final Access access;
    private final InTurn changes = new InTurn();

    UserActions(Door door, Access access) {
        this.door = door;
        this.access = access;
    }

    /** What is known of a new user. */
    private record NewUser(
            String name, @Nullable String password, Set<Role> roles, List<Grant> grants) {
        /** Leaves out the password. */
        @Override
        public String toString() {
            return "NewUser[" + name + "]";
        }
    }

    void list(Call call, byte[] body, int length) {
        NamePage page = NamePage.of(call.query());
        door.onLane(
                call,
                () -> {
                    Directory directory = access.directory();
                    call.json(out ->
                            page.write(
                                    out,
                                    "users",
                                    directory.users().stream(),
                                    User::name,
                                    (to, user) -> UserView.write(to, user, directory)));
                });
    }

    void show(Call call, byte[] body, int length) {
        door.onLane(
                call,
                () -> {
                    if (!call.part("user").equals(call.principal().name())) {
                        call.require(Operation.MANAGE_USERS, "");
                    }
                    show(call, user(call));
                });
    }

    private void show(Call call, User user) {
        Directory directory = access.directory();
        call.tagged(UserView.etag(user, directory), out -> UserView.write(out, user, directory));
    }

    private User user(Call call) {
        return access.directory()
                .user(call.part("user"))
                .orElseThrow(
                        () -> new ApiFailure(ProblemType.NO_SUCH_THING, "There is no such user."));
    }

    void add(Call call, byte[] body, int length) {
        NewUser wanted = Json.read(body, length, UserActions::newUser);
        door.onLane(
                call,
                () -> {
                    String password = wanted.password();
                    if (password == null) {
                        requireWayIn();
                        add(call, wanted, Optional.empty());
                    } else {
                        access.logins()
                                .derive(
                                        password,
                                        call.reply(kept -> add(call, wanted, Optional.of(kept))));
                    }
                });
    }

    private void requireWayIn() {
        if (access.open()) {
            throw ApiFailure.invalid("password", "one for the first user, who must get in again");
        }
    }

    private void add(Call call, NewUser wanted, Optional<Password> password) {
        access.accounts()
                .add(
                        call.caller(),
                        wanted.name(),
                        wanted.roles(),
                        wanted.grants(),
                        password,
                        call.reply(user -> show(call, user)));
    }

    private static NewUser newUser(JsonIn in) {
        String user = "";
        String password = null;
        Set<Role> roles = Set.of();
        List<Grant> grants = List.of();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "name" -> user = in.text(name);
                case "password" -> password = in.string(name);
                case "roles" -> roles = roles(in);
                case "grants" -> grants = GrantsIn.read(name, in);
                default -> throw in.unknown(name, "name, password, roles, grants");
            }
        }
        return new NewUser(user, password, roles, grants);
    }

    private static Set<Role> roles(JsonIn in) {
        return Words.read(Role.class, "roles", in.strings("roles", Role.values().length));
    }

    void change(Call call, byte[] body, int length) {
        UserChange wanted = Json.read(body, length, UserActions::userChange);
        String condition = call.condition();
        inTurn(
                call,
                done ->
                        access.accounts()
                                .change(
                                        call.caller(),
                                        unchanged(call, condition).name(),
                                        wanted,
                                        InTurn.ending(done, call.reply(user -> show(call, user)))));
    }

    private void inTurn(Call call, Consumer<Runnable> change) {
        door.onLane(() -> changes.next(call, call.part("user"), change));
    }

    /** The one that the path names, if it is as the condition says. On the lane. */
    private User unchanged(Call call, @Nullable String condition) {
        User user = user(call);
        String what = "User \"" + user.name() + "\"";
        EntityTags.require(condition, what, UserView.etag(user, access.directory()));
        return user;
    }

    private static UserChange userChange(JsonIn in) {
        Optional<Set<Role>> roles = Optional.empty();
        Optional<List<Grant>> grants = Optional.empty();
        Optional<User.State> state = Optional.empty();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "roles" -> roles = Optional.of(roles(in));
                case "grants" -> grants = Optional.of(GrantsIn.read(name, in));
                case "state" ->
                        state = Optional.of(Words.read(User.State.class, name, in.text(name)));
                default -> throw in.unknown(name, "roles, grants, state");
            }
        }
        return new UserChange(roles, grants, state);
    }

    void remove(Call call, byte[] body, int length) {
        String condition = call.condition();
        inTurn(
                call,
                done ->
                        access.accounts()
                                .remove(
                                        call.caller(),
                                        unchanged(call, condition).name(),
                                        InTurn.ending(done, call.reply(_ -> call.empty()))));
    }

    /** The answer that every face would give. */
    void may(Call call, byte[] body, int length) {
        Operation operation =
                Words.read(
                        Operation.class,
                        "the query's parameter operation",
                        call.query().text("operation"));
        String queue = call.query().text("queue");
        if (queue.isEmpty() && operation.rule() instanceof Rule.OnQueue) {
            throw ApiFailure.invalid(
                    "the query's parameter queue", "a name, since the operation is about a queue");
        }
        door.onLane(
                call,
                () -> {
                    Principal asked =
                            new Principal(
                                    call.caller().withUser(user(call).name()),
                                    Scope.FULL,
                                    call.principal().line());
                    Decision decision = access.authorizer().authorize(asked, operation, queue);
                    call.json(out -> {
                        out.begin();
                        out.field("allowed", decision.allowed());
                        if (decision instanceof Decision.Denied denied) {
                            out.field("reason", denied.reason());
                        }
                        out.end();
                    });
                });
    }
}
