package dev.forebay.amqp.policy;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value that is kept under a name while the server runs and after.
 *
 * @param component what it is for, such as {@link #POLICY}; empty for a global parameter
 * @param vhost empty for a global parameter
 * @param value a table of AMQP fields; what is no table stands in it under {@link #PLAIN}
 */
public record RuntimeParameter(
        String component, String vhost, String name, Map<String, @Nullable Object> value) {
    /** Component of policies. */
    public static final String POLICY = "policy";

    /** Component of policies that bound those of others. */
    public static final String OPERATOR_POLICY = "operator_policy";

    /** Component of the limits of virtual hosts. */
    public static final String HOST_LIMITS = "vhost-limits";

    /** Of a value that is no table. */
    public static final String PLAIN = "";

    /**
     * What there can be one of.
     *
     * @param component as {@link RuntimeParameter#component}
     */
    public record Key(String component, String vhost, String name) {}

    public Key key() {
        return new Key(component, vhost, name);
    }

    public boolean isGlobal() {
        return component.isEmpty();
    }
}
