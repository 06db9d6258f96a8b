package dev.forebay.amqp.management;

import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One thing of a definitions file, and what it takes to have it here. On the lane.
 *
 * @param kind such as {@code queue}
 * @param vhost empty for what is the server's
 * @param name for people
 * @param look says what is to be done, and fails when it cannot be had: with an {@link ApiError},
 *     an AMQP failure or a refused policy. Changes nothing
 * @param take does it; fails like {@code look}, or refuses
 * @param loss what of it is not kept, a sentence for people; else empty
 */
record Definition(
        String kind,
        String vhost,
        String name,
        Supplier<DefinitionsImport.Outcome> look,
        Consumer<Reply<Object>> take,
        String loss) {
    Definition(
            String kind,
            String vhost,
            String name,
            Supplier<DefinitionsImport.Outcome> look,
            Consumer<Reply<Object>> take) {
        this(kind, vhost, name, look, take, "");
    }

    /** Such as {@code queue 'orders' in vhost '/'}. */
    String title() {
        return kind + " '" + name + "'" + (vhost.isEmpty() ? "" : " in vhost '" + vhost + "'");
    }

    /** The same reply, whatever it is told. */
    static <T> Reply<T> told(Reply<Object> reply) {
        return new Reply<>() {
            @Override
            public void ok(T value) {
                reply.ok(true);
            }

            @Override
            public void refused(Refusal refusal) {
                reply.refused(refusal);
            }
        };
    }
}
