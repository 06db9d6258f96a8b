package dev.forebay.amqp;

import com.rabbitmq.client.LongString;
import dev.forebay.amqp.codec.AmqpFailure;
import dev.forebay.amqp.codec.FieldTable;
import dev.forebay.amqp.codec.FieldValues;
import dev.forebay.amqp.codec.ReplyCode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The mechanisms by which clients say who they are.
 *
 * <p>Source: RFC 4616 for PLAIN, RFC 4422 appendix A for EXTERNAL; AMQPLAIN is RabbitMQ's, a table
 * of LOGIN and PASSWORD without its length.
 */
final class Sasl {
    private static final String BY_PASSWORD = "PLAIN AMQPLAIN";
    private static final String EXTERNAL = "EXTERNAL";

    private Sasl() {}

    /** What a client brings. */
    sealed interface Login {
        String name();

        record ByPassword(String name, String password) implements Login {}

        /** The line itself has shown who it is. */
        record ByCertificate(String name) implements Login {}
    }

    /**
     * What is offered.
     *
     * @param certified whom the client's certificate names
     */
    static String mechanisms(Optional<String> certified) {
        return certified.isPresent() ? BY_PASSWORD + " " + EXTERNAL : BY_PASSWORD;
    }

    /**
     * Reads a response.
     *
     * @param certified whom the client's certificate names
     * @throws AmqpFailure 503 for a mechanism that is not offered, 502 for a response that cannot
     *     be read
     */
    static Login read(String mechanism, LongString response, Optional<String> certified) {
        return switch (mechanism) {
            case "PLAIN" -> plain(response.getBytes());
            case "AMQPLAIN" -> amqplain(response.getBytes());
            case EXTERNAL ->
                    new Login.ByCertificate(certified.orElseThrow(() -> unknown(mechanism)));
            default -> throw unknown(mechanism);
        };
    }

    private static AmqpFailure unknown(String mechanism) {
        return new AmqpFailure(
                ReplyCode.COMMAND_INVALID, "unknown authentication mechanism '" + mechanism + "'");
    }

    private static Login plain(byte[] response) {
        String[] parts = new String(response, StandardCharsets.UTF_8).split("\0", -1);
        // Nobody acts for another here, so the first part, who would be acted for, stays empty.
        if (parts.length != 3 || !parts[0].isEmpty()) {
            throw new AmqpFailure(
                    ReplyCode.SYNTAX_ERROR,
                    "a response of PLAIN is an empty part, a name and a password");
        }
        return new Login.ByPassword(parts[1], parts[2]);
    }

    private static Login amqplain(byte[] response) {
        Map<String, @Nullable Object> fields = FieldTable.readFields(response);
        Object name = fields.get("LOGIN");
        Object password = fields.get("PASSWORD");
        if (!FieldValues.isText(name) || !FieldValues.isText(password)) {
            throw new AmqpFailure(
                    ReplyCode.SYNTAX_ERROR, "a response of AMQPLAIN has LOGIN and PASSWORD");
        }
        return new Login.ByPassword(FieldValues.text(name), FieldValues.text(password));
    }
}
