package dev.forebay.amqp.routing;

import org.jspecify.annotations.Nullable;

/** How an exchange chooses among its bindings. */
public enum ExchangeType {
    /** Bindings whose routing key is the message's. */
    DIRECT("direct"),
    /** All bindings. */
    FANOUT("fanout"),
    /** Bindings whose pattern of words fits the message's routing key. */
    TOPIC("topic"),
    /** Bindings whose arguments fit the message's headers. */
    HEADERS("headers"),
    /** One binding, by a hash, in proportion to the weights that routing keys of bindings are. */
    CONSISTENT_HASH("x-consistent-hash"),
    /** As the type in the argument x-delayed-type; delaying is its user's business. */
    DELAYED_MESSAGE("x-delayed-message");

    private final String wireName;

    ExchangeType(String wireName) {
        this.wireName = wireName;
    }

    /** Its name in exchange.declare. */
    public String wireName() {
        return wireName;
    }

    /** The type of that name, or null. */
    public static @Nullable ExchangeType named(String name) {
        for (ExchangeType type : values()) {
            if (type.wireName.equals(name)) {
                return type;
            }
        }
        return null;
    }
}
