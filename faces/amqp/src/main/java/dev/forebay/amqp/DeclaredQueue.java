package dev.forebay.amqp;

import dev.forebay.amqp.codec.FieldTable;
import dev.forebay.amqp.codec.FieldValues;
import dev.forebay.engine.Durability;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What queue.declare says of a queue; kept in the labels of its settings. A queue made through
 * another face has no arguments, and is durable unless it was made volatile.
 *
 * @param durable survives a restart
 * @param exclusive only the connection that declared it uses it, and with that it goes
 * @param autoDelete goes with its last consumer
 * @param arguments as declared
 */
public record DeclaredQueue(
        boolean durable,
        boolean exclusive,
        boolean autoDelete,
        Map<String, @Nullable Object> arguments) {
    private static final String KIND = "amqp.kind";
    private static final String ARGUMENTS = "amqp.arguments";
    private static final String EFFECTIVE = "amqp.effective";
    private static final String TYPE = "x-queue-type";
    private static final String MAX_PRIORITY = "x-max-priority";

    /** One of the arguments as a number, since each message of such a queue asks for it. */
    private static final String HIGHEST_PRIORITY = "amqp.highest-priority";

    /** The type of queues of which none is said. */
    static final String CLASSIC = "classic";

    /** As the queue's settings tell it. */
    public static DeclaredQueue of(QueueInfo queue) {
        Map<String, String> labels = queue.settings().labels();
        String kind = labels.get(KIND);
        if (kind == null) {
            return new DeclaredQueue(!queue.settings().isVolatile(), false, false, Map.of());
        }
        String table = labels.get(ARGUMENTS);
        return new DeclaredQueue(
                kind.contains("d"),
                kind.contains("x"),
                kind.contains("a"),
                table == null ? Map.of() : FieldTable.read(Base64.getDecoder().decode(table)));
    }

    /** One that ends with a connection, or need not outlive the server, waits for no disk. */
    Durability durability() {
        return durable && !exclusive ? Durability.DURABLE : Durability.VOLATILE;
    }

    /** Its x-max-priority; empty when it was declared without. */
    static OptionalLong highestPriority(QueueInfo queue) {
        String highest = queue.settings().labels().get(HIGHEST_PRIORITY);
        return highest == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(highest));
    }

    /** Whether it was declared over AMQP or its management API: policies are for such queues. */
    static boolean isDeclared(QueueInfo queue) {
        return queue.settings().labels().containsKey(KIND);
    }

    /** The arguments with what policies made of them. */
    static Map<String, @Nullable Object> effective(QueueInfo queue) {
        String table = queue.settings().labels().get(EFFECTIVE);
        return table == null
                ? of(queue).arguments()
                : FieldTable.read(Base64.getDecoder().decode(table));
    }

    /** Settings that remember which arguments count. */
    QueueSettings remembering(QueueSettings settings, Map<String, @Nullable Object> effective) {
        Map<String, String> labels = new HashMap<>(settings.labels());
        if (effective.equals(arguments)) {
            labels.remove(EFFECTIVE);
        } else {
            labels.put(EFFECTIVE, Base64.getEncoder().encodeToString(FieldTable.write(effective)));
        }
        return settings.withLabels(labels);
    }

    /** Its x-queue-type. */
    public String type() {
        Object type = arguments.get(TYPE);
        return type == null ? CLASSIC : FieldValues.text(type);
    }

    /**
     * The same as a virtual host means it whose queues have a type unless they say so. One that
     * cannot be of that type, since it is to go early, is classic.
     */
    DeclaredQueue inside(VirtualHost host) {
        boolean lasts = durable && !exclusive && !autoDelete;
        if (host.defaultQueueType().isEmpty() || arguments.containsKey(TYPE) || !lasts) {
            return this;
        }
        Map<String, @Nullable Object> typed = new HashMap<>(arguments);
        typed.put(TYPE, host.defaultQueueType());
        return new DeclaredQueue(durable, exclusive, autoDelete, typed);
    }

    Map<String, String> labels() {
        Map<String, String> labels = new HashMap<>();
        labels.put(
                KIND,
                (durable ? "d" : "") + (exclusive ? "x" : "") + (autoDelete ? "a" : "") + ".");
        if (FieldValues.matchable(arguments.get(MAX_PRIORITY)) instanceof Long highest) {
            labels.put(HIGHEST_PRIORITY, highest.toString());
        }
        if (!arguments.isEmpty()) {
            labels.put(ARGUMENTS, Base64.getEncoder().encodeToString(FieldTable.write(arguments)));
        }
        return labels;
    }

    /** In which of the things that must be equal another declaration differs, if in any. */
    Optional<Difference> difference(DeclaredQueue wanted) {
        if (!exclusive && durable != wanted.durable) {
            return differs("durable", wanted.durable, durable);
        }
        if (autoDelete != wanted.autoDelete) {
            return differs("auto_delete", wanted.autoDelete, autoDelete);
        }
        for (String name : QueueType.arguments()) {
            Object now = compared(name);
            Object then = wanted.compared(name);
            if (now == null ? then != null : !now.equals(then)) {
                return Optional.of(new Difference(name, shown(then), shown(now)));
            }
        }
        return Optional.empty();
    }

    private @Nullable Object compared(String name) {
        return name.equals(TYPE) ? type() : FieldValues.matchable(arguments.get(name));
    }

    private static Optional<Difference> differs(String name, boolean received, boolean current) {
        return Optional.of(new Difference(name, "'" + received + "'", "'" + current + "'"));
    }

    private static String shown(@Nullable Object value) {
        return value == null ? "none" : "'" + FieldValues.text(value) + "'";
    }

    /** What one declaration says otherwise than the other. */
    record Difference(String name, String received, String current) {
        /**
         * The sentence that clients know.
         *
         * @param what such as {@code queue 'x' in vhost '/'}
         */
        String text(String what) {
            return "inequivalent arg '"
                    + name
                    + "' for "
                    + what
                    + ": received "
                    + received
                    + " but current is "
                    + current;
        }
    }
}
