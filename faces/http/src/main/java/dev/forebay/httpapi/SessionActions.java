package dev.forebay.httpapi;

import dev.forebay.access.Access;
import dev.forebay.access.Logins;
import dev.forebay.access.Logins.SignIn;
import dev.forebay.access.login.LocalUser;
import dev.forebay.http.HttpExchange;
import dev.forebay.httpapi.codec.ApiFailure;
import dev.forebay.httpapi.codec.Json;
import dev.forebay.httpapi.codec.JsonIn;
import dev.forebay.httpapi.codec.JsonOut;
import dev.forebay.httpapi.codec.Problem;
import dev.forebay.httpapi.codec.ProblemType;
import org.jspecify.annotations.Nullable;

/** Signing in and out, and who one is. */
final class SessionActions {
    private final Door door;
    private final Access access;
    private final Logins logins;

    SessionActions(Door door, Access access) {
        this.door = door;
        this.access = access;
        this.logins = access.logins();
    }

    /** What a sign-in brings. */
    private record Login(String user, String password) {
        /** Leaves out the password. */
        @Override
        public String toString() {
            return "Login[" + user + "]";
        }
    }

    void signIn(Call call, byte[] body, int length) {
        Login login = Json.read(body, length, SessionActions::login);
        if (access.open()) {
            throw new ApiFailure(
                    ProblemType.CONFLICT,
                    "There are no users: everybody may do everything, and nobody has to sign in.");
        }
        logins.signIn(
                login.user(), login.password(), call.caller(), outcome -> answer(call, outcome));
    }

    private static Login login(JsonIn in) {
        String user = "";
        String password = "";
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "user" -> user = in.text(name);
                case "password" -> password = in.text(name);
                default -> throw in.unknown(name, "user, password");
            }
        }
        return new Login(user, password);
    }

    private void answer(Call call, SignIn outcome) {
        switch (outcome) {
            case SignIn.Done done ->
                    call.json(
                            call.route().form().status(),
                            Cookies.keep(call.exchange(), done.session().id()),
                            out -> write(out, done.session().user(), done.session().csrf()));
            case SignIn.Wrong _ ->
                    call.fail(
                            Problem.of(ProblemType.UNAUTHENTICATED, "User or password are wrong."));
            case SignIn.Elsewhere _ ->
                    call.fail(Problem.of(ProblemType.UNAUTHENTICATED, LocalUser.REFUSAL + "."));
            case SignIn.Later later ->
                    call.fail(
                            new Problem(
                                    ProblemType.THROTTLED,
                                    "Too many tries. Wait a moment before the next.",
                                    later.retryAfterMillis()));
        }
    }

    void show(Call call, byte[] body, int length) {
        String session = Cookies.session(call.exchange());
        String csrf =
                session == null || call.principal().anonymous()
                        ? null
                        : logins.csrf(session).orElse(null);
        door.onLane(call, () -> call.json(out -> write(out, call.principal().name(), csrf)));
    }

    private void write(JsonOut out, String user, @Nullable String csrf) {
        out.begin();
        out.field("open", access.open());
        if (!user.isEmpty()) {
            out.field("user", user);
            access.directory().user(user).ifPresent(who -> UserView.rights(out, who));
        }
        out.maybe("csrf", csrf);
        out.end();
    }

    void signOut(Call call, byte[] body, int length) {
        HttpExchange exchange = call.exchange();
        String session = Cookies.session(exchange);
        // Without the session's second secret the request may be another page's.
        if (session != null && !call.principal().anonymous()) {
            logins.signOut(session);
        }
        call.empty(Cookies.forget(exchange));
    }
}
