package dev.forebay.amqp;

import com.rabbitmq.client.LongString;
import dev.forebay.amqp.codec.AmqpFailure;
import dev.forebay.amqp.codec.FieldTable;
import dev.forebay.amqp.codec.FieldValues;
import dev.forebay.amqp.codec.ReplyCode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The mechanisms by which clients say who they are.
 *
 * <p>Source: RFC 4616 for PLAIN; AMQPLAIN is RabbitMQ's, a table of LOGIN and PASSWORD without its
 * length.
 */
final class Sasl {
    static final String MECHANISMS = "PLAIN AMQPLAIN";

    private Sasl() {}

    /** What a client brings. */
    record Login(String name, String password) {}

    /**
     * Reads a response.
     *
     * @throws AmqpFailure 504 for another mechanism, 502 for a response that cannot be read
     */
    static Login read(String mechanism, LongString response) {
        return switch (mechanism) {
            case "PLAIN" -> plain(response.getBytes());
            case "AMQPLAIN" -> amqplain(response.getBytes());
            default ->
                    throw new AmqpFailure(
                            ReplyCode.COMMAND_INVALID,
                            "unknown authentication mechanism '" + mechanism + "'");
        };
    }

    private static Login plain(byte[] response) {
        String text = new String(response, StandardCharsets.UTF_8);
        int first = text.indexOf('\0');
        int second = text.indexOf('\0', first + 1);
        if (first < 0 || second < 0) {
            throw new AmqpFailure(ReplyCode.SYNTAX_ERROR, "a response of PLAIN has three parts");
        }
        return new Login(text.substring(first + 1, second), text.substring(second + 1));
    }

    private static Login amqplain(byte[] response) {
        Map<String, @Nullable Object> fields = FieldTable.readFields(response);
        Object name = fields.get("LOGIN");
        Object password = fields.get("PASSWORD");
        if (!FieldValues.isText(name) || !FieldValues.isText(password)) {
            throw new AmqpFailure(
                    ReplyCode.SYNTAX_ERROR, "a response of AMQPLAIN has LOGIN and PASSWORD");
        }
        return new Login(FieldValues.text(name), FieldValues.text(password));
    }
}
