package dev.forebay.httpapi;

import dev.forebay.engine.Refusal;
import dev.forebay.http.HttpExchange;
import dev.forebay.httpapi.codec.ApiFailure;
import dev.forebay.httpapi.codec.Problem;
import dev.forebay.httpapi.codec.ProblemType;
import io.netty.buffer.ByteBuf;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** Carries a request under an Idempotency-Key out once, and answers it as often as it is asked. */
final class Idempotency {
    private static final AsciiString HEADER = AsciiString.cached("idempotency-key");
    private static final int MOST_CHARACTERS = 255;
    private static final int FIRST_SERVER_FAULT = 500;
    private static final int THROTTLED = 429;

    private final Door door;
    private final IdempotencyKeys keys;

    Idempotency(Door door, IdempotencyKeys keys) {
        this.door = door;
        this.keys = keys;
    }

    /** Performs the action, by way of its key if it has one. On the event loop. */
    void perform(Call call, Action action, byte[] body, int length) {
        String key = call.exchange().header(HEADER);
        if (key == null) {
            action.perform(call, body, length);
            return;
        }
        check(call.route(), key);
        byte[] kept = Arrays.copyOf(body, length);
        String scope = call.caller().user() + "\n" + key;
        String request = fingerprint(call, kept);
        door.onLane(() -> keys.begin(scope, request, new Verdict(call, action, kept, scope)));
    }

    /** Refuses a key on a stream, of which each line is a message of its own. */
    static void checkStream(HttpExchange exchange) {
        if (exchange.header(HEADER) != null) {
            throw ApiFailure.invalid("Idempotency-Key", "none on a stream");
        }
    }

    private static void check(Route route, String key) {
        boolean plain = !key.isEmpty() && key.length() <= MOST_CHARACTERS;
        for (int i = 0; plain && i < key.length(); i++) {
            plain = key.charAt(i) >= ' ' && key.charAt(i) <= '~';
        }
        if (!plain) {
            throw ApiFailure.invalid("Idempotency-Key", "1 to 255 printable characters of ASCII");
        }
        if (!route.takesKey()) {
            throw ApiFailure.invalid("Idempotency-Key", without(route));
        }
    }

    private static String without(Route route) {
        return switch (route) {
            case RECEIVE, DELIVERIES -> "none here; a receive is repeated by its attemptId";
            case ADD_CREDIT -> "none on a stream";
            default ->
                    route.isSecret()
                            ? "none where secrets come and go"
                            : "none where nothing is changed";
        };
    }

    private static String fingerprint(Call call, byte[] body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            String head =
                    call.route().method()
                            + " "
                            + call.exchange().path()
                            + "?"
                            + call.exchange().query()
                            + "\n";
            digest.update(head.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest.digest(body));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Goes on as the key says. */
    private final class Verdict implements IdempotencyKeys.Then {
        private final Call call;
        private final Action action;
        private final byte[] body;
        private final String scope;

        Verdict(Call call, Action action, byte[] body, String scope) {
            this.call = call;
            this.action = action;
            this.body = body;
            this.scope = scope;
        }

        @Override
        public void first() {
            call.onAnswer(this::note);
            call.exchange()
                    .onLoop(() -> call.attempt(() -> action.perform(call, body, body.length)));
        }

        private void note(int status, byte[] lines, ByteBuf answer, Runnable send) {
            if (status >= FIRST_SERVER_FAULT || status == THROTTLED) {
                // It changed nothing, and trying again may help.
                door.onLane(() -> keys.forget(scope));
                send.run();
                return;
            }
            byte[] bytes = new byte[answer.readableBytes()];
            answer.getBytes(answer.readerIndex(), bytes);
            door.onLane(() ->
                    keys.answered(scope, new IdempotencyKeys.Answer(status, lines, bytes), send));
        }

        @Override
        public void repeated(IdempotencyKeys.Answer answer) {
            HttpExchange exchange = call.exchange();
            ByteBuf bytes = exchange.allocate(answer.body().length).writeBytes(answer.body());
            exchange.answer(Answers.repeated(answer.status()), answer.lines(), bytes);
        }

        @Override
        public void underWay() {
            call.fail(
                    new Problem(
                            ProblemType.IN_PROGRESS,
                            "The first request under this Idempotency-Key has no answer yet. Wait"
                                    + " a moment and ask again.",
                            1_000));
        }

        @Override
        public void inDoubt() {
            if (call.route().isRepeatable()) {
                first();
                return;
            }
            call.fail(
                    Problem.of(
                            ProblemType.IN_DOUBT,
                            "The server stopped while it carried out the first request under this"
                                    + " Idempotency-Key: it took effect as a whole or not at all."
                                    + " Look which, then ask under another key if it did not."));
        }

        @Override
        public void another() {
            call.fail(
                    Problem.of(
                            ProblemType.KEY_REUSED,
                            "This Idempotency-Key was used for another request. Take a new key for"
                                    + " each."));
        }

        @Override
        public void refused(Refusal refusal) {
            call.fail(Refusals.problem(refusal));
        }
    }
}
