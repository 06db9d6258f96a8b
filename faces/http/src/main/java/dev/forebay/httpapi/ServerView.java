package dev.forebay.httpapi;

import dev.forebay.engine.Caller;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.Reply;
import dev.forebay.httpapi.alerts.StorageSight;
import dev.forebay.httpapi.mask.MaskRules;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What the API tells of the process it runs in. Asked on the engine's lane; must be cheap. */
public interface ServerView {
    /** As the build wrote it. */
    String version();

    /** Wall-clock ms. */
    long startedAt();

    /** The ports that are open now. */
    List<Port> ports();

    /** The settings in force, in the order of the reference page. */
    List<SettingInForce> settings();

    /**
     * Reads anew those settings that need no restart.
     *
     * @param then told on the lane what is wrong, and nothing has changed then; nothing when they
     *     are in force
     */
    void reload(Consumer<List<String>> then);

    /**
     * Writes a checkpoint of the log now.
     *
     * @param reply told on the lane how many ms it took
     */
    void checkpoint(Reply<Long> reply);

    /** What of messages is masked to those who look at them. */
    MaskRules masked();

    /** What went through since the start. */
    Traffic traffic();

    /** Whether the server is well, by name of check. */
    List<Health> health();

    /** How the disk and the log are. */
    StorageSight storage();

    /**
     * How long the messages of a queue waited for their first delivery lately; nothing for one that
     * was not busy, or not among the busy ones.
     */
    Waits waits(String queue);

    /** Where messages and settings of a queue come from, as far as AMQP knows. */
    Origins origins(QueueInfo queue);

    /**
     * The latest lines of the log.
     *
     * @param after number of the last line that is known; 0 for none
     */
    List<LogLine> log(long after);

    /**
     * Ends the connections of a consumer, where its protocol has any that last.
     *
     * @param reason told to the client
     * @return how many they were
     */
    int disconnect(Caller consumer, String reason);

    /**
     * Counters since the start.
     *
     * @param sqs messages accepted over SQS
     * @param amqp messages accepted over AMQP
     * @param http messages accepted over the HTTP API
     * @param delivered messages given to consumers over any of them
     * @param commits how long commits to the log took
     */
    record Traffic(long sqs, long amqp, long http, long delivered, Buckets commits) {}

    /**
     * A distribution.
     *
     * @param bounds upper bounds of the buckets in seconds, rising
     * @param counts how many fell into each of them; what is beyond the last bound is left out
     */
    record Buckets(List<Double> bounds, List<Long> counts) {}

    /**
     * A port that is open.
     *
     * @param protocol {@code http}, {@code https}, {@code amqp} or {@code amqps}
     * @param host an address of this machine, or one that stands for all of them
     */
    record Port(String protocol, String host, int number) {}

    /**
     * Distributions over time.
     *
     * @param stepMillis width of a column
     * @param lastAt wall-clock ms at which the last column began
     * @param bounds upper bounds of the buckets in ms, rising; beyond the last is one more bucket
     * @param columns how many deliveries fell into each bucket, the oldest column first
     */
    record Waits(long stepMillis, long lastAt, List<Long> bounds, List<List<Long>> columns) {}

    /**
     * A queue over AMQP.
     *
     * @param host its virtual host
     * @param name its name there
     * @param bindings that lead to it, the one by its name included
     * @param policies that hold for it
     */
    record Origins(String host, String name, List<Binding> bindings, List<Policy> policies) {
        /**
         * A way to the queue.
         *
         * @param exchange where it begins; the default one has no name
         * @param type of the exchange
         */
        public record Binding(
                String exchange, String type, String routingKey, Map<String, String> arguments) {}

        /**
         * Settings for all queues of some names.
         *
         * @param kind {@code policy} or {@code operator-policy}
         */
        public record Policy(String name, String kind, Map<String, String> definition) {}
    }

    /**
     * One line of the log.
     *
     * @param number rises by one with each since the start
     * @param level such as {@code WARN}
     */
    record LogLine(long number, String level, String text) {}

    /**
     * One setting in force.
     *
     * @param key as in files
     * @param value as it would be written in a file
     * @param origin where it was set ({@code --http-port}, {@code forebay.yaml:6:3}); {@code
     *     default} when nobody did
     * @param doc one or two sentences
     */
    record SettingInForce(
            String key, String value, String origin, String doc, boolean needsRestart) {}

    /**
     * The answer of one check.
     *
     * @param needed false when traffic is served although it is unwell
     * @param detail one sentence
     */
    record Health(String name, boolean well, boolean needed, String detail) {}
}
