package dev.forebay.amqp.codec;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The properties of a message that are short strings, which may hold any bytes. */
public enum TextProperty {
    CONTENT_TYPE("content-type", 0),
    CONTENT_ENCODING("content-encoding", 1),
    CORRELATION_ID("correlation-id", 5),
    REPLY_TO("reply-to", 6),
    EXPIRATION("expiration", 7),
    MESSAGE_ID("message-id", 8),
    TYPE("type", 10),
    USER_ID("user-id", 11),
    APP_ID("app-id", 12),
    CLUSTER_ID("cluster-id", 13);

    private static final Map<String, TextProperty> BY_TITLE = new HashMap<>();

    static {
        for (TextProperty property : values()) {
            BY_TITLE.put(property.title, property);
        }
    }

    private final String title;
    private final int index;

    TextProperty(String title, int index) {
        this.title = title;
        this.index = index;
    }

    /** The property that the specification calls so, or null. */
    public static @Nullable TextProperty of(String title) {
        return BY_TITLE.get(title);
    }

    /** What the specification calls it. */
    public String title() {
        return title;
    }

    /** Its place among the flags of a content header. */
    int index() {
        return index;
    }
}
