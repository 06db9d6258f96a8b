package dev.forebay.amqp.management;

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
 */
record Definition(
        String kind,
        String vhost,
        String name,
        Supplier<DefinitionsImport.Outcome> look,
        Consumer<Reply<Object>> take) {
    /** Such as {@code queue 'orders' in vhost '/'}. */
    String title() {
        return kind + " '" + name + "'" + (vhost.isEmpty() ? "" : " in vhost '" + vhost + "'");
    }
}
