package dev.forebay.amqp.routing;

import dev.forebay.amqp.codec.AmqpFailure;
import dev.forebay.amqp.codec.FieldValues;
import dev.forebay.amqp.codec.ReplyCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a binding of a headers exchange wants of a message's headers.
 *
 * @param any whether one of them is enough
 * @param names in order, of headers that must have a value
 * @param values of these names, as {@link FieldValues#matchable} gives them
 * @param present in order, names of headers that need only be there
 */
record HeaderDemand(boolean any, List<String> names, List<Object> values, List<String> present) {
    private static final String MATCH = "x-match";

    /**
     * Reads a binding's arguments. Those that begin with {@code x-} count only in the modes that
     * say so, and {@code x-match} itself never does.
     *
     * @throws AmqpFailure 406 when x-match is none of the four
     */
    static HeaderDemand of(Map<String, @Nullable Object> arguments) {
        String mode = mode(arguments.get(MATCH), arguments.containsKey(MATCH));
        boolean withX = mode.endsWith("-with-x");
        List<String> names = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        List<String> present = new ArrayList<>();
        new TreeMap<>(arguments)
                .forEach((name, value) -> {
                    if (name.equals(MATCH) || (!withX && name.startsWith("x-"))) {
                        return;
                    }
                    Object wanted = FieldValues.matchable(value);
                    if (wanted == null) {
                        present.add(name);
                    } else {
                        names.add(name);
                        values.add(wanted);
                    }
                });
        return new HeaderDemand(mode.startsWith("any"), names, values, present);
    }

    private static String mode(@Nullable Object match, boolean given) {
        String mode = given ? FieldValues.text(match) : "all";
        boolean text = !given || FieldValues.isText(match);
        return switch (mode) {
            case "all", "any", "all-with-x", "any-with-x" -> {
                if (!text) {
                    throw invalid(mode);
                }
                yield mode;
            }
            default -> throw invalid(mode);
        };
    }

    private static AmqpFailure invalid(String mode) {
        return new AmqpFailure(
                ReplyCode.PRECONDITION_FAILED,
                "Invalid x-match field value "
                        + mode
                        + "; expected all, any, all-with-x, or any-with-x");
    }
}
