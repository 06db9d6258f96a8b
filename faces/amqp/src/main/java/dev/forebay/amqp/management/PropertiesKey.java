package dev.forebay.amqp.management;

import dev.forebay.amqp.codec.FieldValues;
import dev.forebay.amqp.routing.Binding;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32;

/**
 * The name by which a binding is told from others between the same two: its routing key, and where
 * it has arguments a checksum of them. In the form that RabbitMQ's tools expect, who take it from
 * one answer into the next address.
 */
final class PropertiesKey {
    private static final String NEITHER = "~";

    private PropertiesKey() {}

    static String of(Binding binding) {
        String key = URLEncoder.encode(binding.routingKey(), StandardCharsets.UTF_8);
        if (binding.arguments().isEmpty()) {
            return key.isEmpty() ? NEITHER : key;
        }
        return key + NEITHER + checksum(binding);
    }

    private static String checksum(Binding binding) {
        CRC32 crc = new CRC32();
        binding.arguments().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + FieldValues.text(entry.getValue()))
                .sorted()
                .forEach(field -> crc.update(field.getBytes(StandardCharsets.UTF_8)));
        byte[] bytes = new byte[Integer.BYTES];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (crc.getValue() >>> (Byte.SIZE * i));
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
