package dev.forebay.server.amqp.sim;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A message that a client published. */
final class Published {
    private static final int MOST_FILLING = 40;
    private static final int MOST_WHEN_LARGE = 9_000;
    private static final int SELDOM = 12;

    final long id;
    final String exchange;
    final String routingKey;
    final byte[] body;
    final List<Copy> copies = new ArrayList<>();

    /** What was published on one channel keeps its order. */
    final ClientChannel line;

    /** Place in that order. */
    final long place;

    /** {@link Model#moment} of it. */
    final long sentAt;

    final long endsWhenSent;

    /** It is mandatory and goes nowhere. */
    final boolean comesBack;

    boolean returned;

    Published(
            Model model,
            long id,
            ClientChannel line,
            String exchange,
            String routingKey,
            boolean comesBack) {
        this.id = id;
        this.line = line;
        this.place = line.nextPlace();
        this.exchange = exchange;
        this.routingKey = routingKey;
        this.comesBack = comesBack;
        this.sentAt = model.nextMoment();
        this.endsWhenSent = model.ends;
        this.body = body(id);
    }

    private static byte[] body(long id) {
        Random random = new Random(id);
        int filling =
                random.nextInt(SELDOM) == 0
                        ? random.nextInt(MOST_WHEN_LARGE)
                        : random.nextInt(MOST_FILLING);
        byte[] body = new byte[Long.BYTES + filling];
        random.nextBytes(body);
        ByteBuffer.wrap(body).putLong(id);
        return body;
    }

    /** The number that a body tells. */
    static long idOf(byte[] body) {
        if (body.length < Long.BYTES) {
            throw new SimulationFailure("phantom: a body of " + body.length + " bytes");
        }
        return ByteBuffer.wrap(body).getLong();
    }

    /** It came, and must be what was published. */
    void check(byte[] came, String withExchange, String withKey) {
        if (!Arrays.equals(came, body)
                || !withExchange.equals(exchange)
                || !withKey.equals(routingKey)) {
            throw new SimulationFailure("integrity: " + this + " came as another message");
        }
    }

    @Override
    public String toString() {
        return "m" + id;
    }
}
