package dev.forebay.amqp;

import dev.forebay.amqp.codec.ContentHeader;
import dev.forebay.amqp.codec.FieldValues;
import dev.forebay.amqp.codec.HeaderEdit;
import dev.forebay.amqp.codec.TextProperty;
import dev.forebay.engine.HeaderTypes;
import dev.forebay.engine.Message;
import dev.forebay.log.record.Header;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts what a message's headers tell into AMQP's words: properties, and fields of the headers
 * table. What they tell as it was told before keeps its bytes.
 */
final class Retelling {
    private static final int LONGEST_TEXT = 255;

    private final Message message;
    private final HeaderEdit edit;
    private final Map<String, ToldValue> before;
    private final Set<String> fields;

    /**
     * Nothing is retold yet.
     *
     * @param header to be changed
     * @param before what headers told when it was made
     */
    Retelling(Message message, ContentHeader header, Map<String, ToldValue> before) {
        this.message = message;
        this.edit = new HeaderEdit(header);
        this.before = before;
        this.fields = FieldValues.table(header.properties().getHeaders()).keySet();
    }

    ContentHeader done() {
        Map<String, List<ToldValue>> now = now();
        before.keySet().stream().filter(name -> !now.containsKey(name)).forEach(this::remove);
        now.forEach((name, values) -> {
            ToldValue told = before.get(name);
            if (told == null || values.size() > 1 || !told.hasBytesOf(values.getFirst())) {
                put(name, values);
            }
        });
        return edit.done();
    }

    private Map<String, List<ToldValue>> now() {
        Map<String, String> types = HeaderTypes.of(message.headers());
        Map<String, List<ToldValue>> now = new LinkedHashMap<>();
        for (Header header : message.headers()) {
            String name = header.name();
            if (!name.startsWith(Names.ENGINE) && ByteBufUtil.utf8Bytes(name) <= LONGEST_TEXT) {
                byte[] bytes = ByteBufUtil.getBytes(Unpooled.wrappedBuffer(header.value()));
                now.computeIfAbsent(name, _ -> new ArrayList<>(1))
                        .add(new ToldValue(bytes, types.getOrDefault(name, "")));
            }
        }
        return now;
    }

    private void put(String name, List<ToldValue> values) {
        if (values.size() > 1) {
            edit.header(name, values.stream().map(ToldValue::field).toList());
        } else if (fields.contains(name) || !isProperty(name, values.getFirst())) {
            edit.header(name, values.getFirst().field());
        }
    }

    /** Whether it was put into a property. */
    private boolean isProperty(String name, ToldValue value) {
        return switch (name) {
            case Names.TIMESTAMP -> isTime(value);
            case Names.DELIVERY_MODE -> isMode(value);
            default -> isText(TextProperty.of(name), value);
        };
    }

    private boolean isTime(ToldValue value) {
        if (new ToldValue(value.bytes(), ToldValue.TIME).field() instanceof Date time) {
            edit.timestamp(time);
            return true;
        }
        return false;
    }

    private boolean isMode(ToldValue value) {
        int mode = value.bytes().length == 1 ? value.bytes()[0] - '0' : 0;
        if (mode == 1 || mode == 2) {
            edit.deliveryMode(mode);
            return true;
        }
        return false;
    }

    private boolean isText(@Nullable TextProperty property, ToldValue value) {
        if (property == null || isBrokers(property) || value.bytes().length > LONGEST_TEXT) {
            return false;
        }
        edit.text(property, value.bytes());
        return true;
    }

    /** Consumers rely on it that the broker has seen to these. */
    private static boolean isBrokers(TextProperty property) {
        return property == TextProperty.USER_ID || property == TextProperty.EXPIRATION;
    }

    private void remove(String name) {
        TextProperty property = TextProperty.of(name);
        if (fields.contains(name)) {
            edit.withoutHeader(name);
        } else if (property != null) {
            edit.text(property, null);
        } else if (name.equals(Names.TIMESTAMP)) {
            edit.timestamp(null);
        } else {
            edit.deliveryMode(null);
        }
    }
}
