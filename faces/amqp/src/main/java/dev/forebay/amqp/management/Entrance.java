package dev.forebay.amqp.management;

import dev.forebay.access.Access;
import dev.forebay.access.Authentication;
import dev.forebay.access.Directory;
import dev.forebay.access.HttpCredentials;
import dev.forebay.access.Logins;
import dev.forebay.access.Principal;
import dev.forebay.access.Scope;
import dev.forebay.access.login.Fingerprint;
import dev.forebay.access.login.LocalUser;
import dev.forebay.engine.Caller;
import dev.forebay.engine.Lane;
import dev.forebay.http.HttpExchange;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who asks: by name and password as RabbitMQ's tools send them, or by a token. A password
 * that was right is not checked again, at some milliseconds of a core, as long as no user changes.
 */
final class Entrance {
    private static final String BASIC = "Basic ";
    private static final int LONGEST_HEADER = 1_024;
    private static final int MOST_KNOWN = 100;

    private final Access access;
    private final Lane lane;

    /** Users by fingerprints of headers that were right. On the lane. */
    private final LinkedHashMap<String, String> known = new LinkedHashMap<>();

    private @Nullable Directory knownIn;

    Entrance(Access access, Lane lane) {
        this.access = access;
        this.lane = lane;
    }

    /** What became of it. */
    sealed interface Answer {
        record In(Principal principal) implements Answer {}

        record Rejected() implements Answer {}

        /** The user may sign in on this machine only. */
        record Elsewhere() implements Answer {}

        /** Too many tries. */
        record Later() implements Answer {}
    }

    /**
     * Looks at what a request brings. On the connection's event loop.
     *
     * @param then told on the lane
     */
    void enter(HttpExchange exchange, Consumer<Answer> then) {
        Principal nobody = nobody(exchange);
        String header = exchange.header(HttpHeaderNames.AUTHORIZATION);
        lane.execute(() -> enter(nobody, header, then));
    }

    /** For what is everybody's: tells on the lane that nobody in particular asks. */
    void asNobody(HttpExchange exchange, Consumer<Principal> then) {
        Principal nobody = nobody(exchange);
        lane.execute(() -> then.accept(nobody));
    }

    private static Principal nobody(HttpExchange exchange) {
        String program = exchange.header(HttpHeaderNames.USER_AGENT);
        return Principal.anonymous(
                new Caller("http", "", exchange.remoteAddress(), program == null ? "" : program),
                exchange.secure() ? Principal.Line.ENCRYPTED : Principal.Line.PLAIN);
    }

    private void enter(Principal nobody, @Nullable String header, Consumer<Answer> then) {
        if (access.open()) {
            then.accept(new Answer.In(nobody));
        } else if (header == null || header.length() > LONGEST_HEADER) {
            then.accept(new Answer.Rejected());
        } else if (header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            byPassword(nobody, header, then);
        } else {
            then.accept(byToken(nobody, header));
        }
    }

    private Answer byToken(Principal nobody, String header) {
        HttpCredentials credentials =
                new HttpCredentials(header, null, null, HttpCredentials.Deed.READ);
        return switch (access.logins().authenticate(credentials, nobody.caller(), nobody.line())) {
            case Authentication.Known who -> new Answer.In(who.principal());
            case Authentication.Rejected _ -> new Answer.Rejected();
        };
    }

    private void byPassword(Principal nobody, String header, Consumer<Answer> then) {
        Directory now = access.directory();
        if (knownIn != now) {
            known.clear();
            knownIn = now;
        }
        String fingerprint = Fingerprint.of(header);
        String user = known.get(fingerprint);
        if (user != null && !LocalUser.isKeptOut(user, nobody.caller().address())) {
            then.accept(in(nobody, user));
            return;
        }
        String pair = decoded(header.substring(BASIC.length()).strip());
        int colon = pair.indexOf(':');
        if (colon <= 0) {
            then.accept(new Answer.Rejected());
            return;
        }
        access.logins()
                .check(
                        pair.substring(0, colon),
                        pair.substring(colon + 1),
                        nobody.caller().address(),
                        outcome ->
                                then.accept(
                                        switch (outcome) {
                                            case Logins.Checked.Right right -> {
                                                know(now, fingerprint, right.user().name());
                                                yield in(nobody, right.user().name());
                                            }
                                            case Logins.Checked.Wrong _ -> new Answer.Rejected();
                                            case Logins.Checked.Elsewhere _ ->
                                                    new Answer.Elsewhere();
                                            case Logins.Checked.Later _ -> new Answer.Later();
                                        }));
    }

    private static Answer in(Principal nobody, String user) {
        return new Answer.In(
                new Principal(nobody.caller().withUser(user), Scope.FULL, nobody.line()));
    }

    /** Only if no user changed while the password was checked. */
    private void know(Directory then, String fingerprint, String user) {
        if (knownIn != then || access.directory() != then) {
            return;
        }
        if (known.size() == MOST_KNOWN) {
            known.pollFirstEntry();
        }
        known.put(fingerprint, user);
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            return "";
        }
    }
}
