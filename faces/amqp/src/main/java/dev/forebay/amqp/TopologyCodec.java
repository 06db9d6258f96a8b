package dev.forebay.amqp;

import dev.forebay.access.vhost.Vhost;
import dev.forebay.amqp.codec.FieldTable;
import dev.forebay.amqp.policy.RuntimeParameter;
import dev.forebay.amqp.routing.Binding;
import dev.forebay.amqp.routing.Destination;
import dev.forebay.amqp.routing.Exchange;
import dev.forebay.amqp.routing.ExchangeType;
import dev.forebay.engine.struct.ByteSink;
import dev.forebay.engine.struct.ByteSource;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Records of the stream of exchanges and bindings: a version, a kind, then what the kind says. */
final class TopologyCodec {
    /** Of records about the default virtual host; the others' name theirs. */
    private static final int VERSION = 1;

    private static final int VERSION_WITH_VHOST = 2;
    private static final int PUT_EXCHANGE = 1;
    private static final int REMOVE_EXCHANGE = 2;
    private static final int PUT_BINDING = 3;
    private static final int REMOVE_BINDING = 4;
    private static final int REMOVE_QUEUE = 5;
    private static final int PUT_VHOST = 10;
    private static final int REMOVE_VHOST = 11;
    private static final int PUT_VHOST_WITH_TYPE = 12;
    private static final int PUT_PARAMETER = 20;
    private static final int REMOVE_PARAMETER = 21;
    private static final int AUTO_DELETE = 1;
    private static final int INTERNAL = 2;

    private TopologyCodec() {}

    static ByteBuffer write(TopologyRecord record) {
        ByteSink sink = new ByteSink(128);
        switch (record) {
            case TopologyRecord.PutVhost put -> {
                writeVhost(sink, put.host().vhost());
                boolean typed = !put.host().defaultQueueType().isEmpty();
                sink.putByte(typed ? PUT_VHOST_WITH_TYPE : PUT_VHOST);
                sink.putText(put.host().description());
                sink.putVarint(put.host().tags().size());
                put.host().tags().forEach(sink::putText);
                if (typed) {
                    sink.putText(put.host().defaultQueueType());
                }
            }
            case TopologyRecord.RemoveVhost remove -> {
                writeVhost(sink, remove.vhost());
                sink.putByte(REMOVE_VHOST);
            }
            case TopologyRecord.Within within -> {
                writeVhost(sink, within.vhost());
                write(sink, within.change());
            }
        }
        return sink.copy();
    }

    private static void writeVhost(ByteSink sink, Vhost vhost) {
        if (vhost.isDefault()) {
            sink.putByte(VERSION);
        } else {
            sink.putByte(VERSION_WITH_VHOST);
            sink.putText(vhost.name());
        }
    }

    private static void write(ByteSink sink, TopologyChange change) {
        switch (change) {
            case TopologyChange.PutExchange put -> {
                sink.putByte(PUT_EXCHANGE);
                writeExchange(sink, put.exchange());
            }
            case TopologyChange.RemoveExchange remove -> {
                sink.putByte(REMOVE_EXCHANGE);
                sink.putText(remove.name());
            }
            case TopologyChange.PutBinding put -> {
                sink.putByte(PUT_BINDING);
                writeBinding(sink, put.binding());
                sink.putVarint(put.queueId());
            }
            case TopologyChange.RemoveBinding remove -> {
                sink.putByte(REMOVE_BINDING);
                writeBinding(sink, remove.binding());
            }
            case TopologyChange.RemoveQueue remove -> {
                sink.putByte(REMOVE_QUEUE);
                sink.putText(remove.name());
            }
            case TopologyChange.PutParameter put -> {
                sink.putByte(PUT_PARAMETER);
                writeKey(sink, put.parameter().key());
                sink.putBytes(FieldTable.write(put.parameter().value()));
            }
            case TopologyChange.RemoveParameter remove -> {
                sink.putByte(REMOVE_PARAMETER);
                writeKey(sink, remove.key());
            }
        }
    }

    static TopologyRecord read(ByteBuffer record) {
        ByteSource source = new ByteSource(record);
        Vhost vhost = readVhost(source);
        int kind = source.getByte();
        return switch (kind) {
            case PUT_VHOST ->
                    new TopologyRecord.PutVhost(
                            new VirtualHost(vhost, source.getText(), readTags(source), ""));
            case PUT_VHOST_WITH_TYPE ->
                    new TopologyRecord.PutVhost(
                            new VirtualHost(
                                    vhost, source.getText(), readTags(source), source.getText()));
            case REMOVE_VHOST -> new TopologyRecord.RemoveVhost(vhost);
            default -> new TopologyRecord.Within(vhost, read(vhost, kind, source));
        };
    }

    private static Vhost readVhost(ByteSource source) {
        int version = source.getByte();
        return switch (version) {
            case VERSION -> Vhost.DEFAULT;
            case VERSION_WITH_VHOST -> new Vhost(source.getText());
            default ->
                    throw new IllegalStateException("a record of exchanges of version " + version);
        };
    }

    private static List<String> readTags(ByteSource source) {
        List<String> tags = new ArrayList<>();
        for (int left = source.getInt(); left > 0; left--) {
            tags.add(source.getText());
        }
        return tags;
    }

    private static TopologyChange read(Vhost vhost, int kind, ByteSource source) {
        return switch (kind) {
            case PUT_EXCHANGE -> new TopologyChange.PutExchange(readExchange(vhost, source));
            case REMOVE_EXCHANGE -> new TopologyChange.RemoveExchange(source.getText());
            case PUT_BINDING -> new TopologyChange.PutBinding(readBinding(source), source.getInt());
            case REMOVE_BINDING -> new TopologyChange.RemoveBinding(readBinding(source));
            case REMOVE_QUEUE -> new TopologyChange.RemoveQueue(source.getText());
            case PUT_PARAMETER -> new TopologyChange.PutParameter(readParameter(vhost, source));
            case REMOVE_PARAMETER -> new TopologyChange.RemoveParameter(readKey(vhost, source));
            default -> throw new IllegalStateException("a record of exchanges of kind " + kind);
        };
    }

    private static void writeExchange(ByteSink sink, Exchange exchange) {
        sink.putText(exchange.name());
        sink.putText(exchange.type().wireName());
        sink.putByte(
                (exchange.autoDelete() ? AUTO_DELETE : 0) | (exchange.internal() ? INTERNAL : 0));
        sink.putBytes(FieldTable.write(exchange.arguments()));
    }

    private static Exchange readExchange(Vhost vhost, ByteSource source) {
        String name = source.getText();
        String type = source.getText();
        ExchangeType known = ExchangeType.named(type);
        if (known == null) {
            throw new IllegalStateException("a record of an exchange of type " + type);
        }
        int bits = source.getByte();
        return new Exchange(
                name,
                vhost.name(),
                known,
                true,
                (bits & AUTO_DELETE) != 0,
                (bits & INTERNAL) != 0,
                FieldTable.read(source.getBytes()));
    }

    private static void writeBinding(ByteSink sink, Binding binding) {
        sink.putText(binding.source());
        sink.putByte(binding.destination().kind() == Destination.Kind.QUEUE ? 0 : 1);
        sink.putText(binding.destination().name());
        sink.putText(binding.routingKey());
        sink.putBytes(FieldTable.write(binding.arguments()));
    }

    private static Binding readBinding(ByteSource source) {
        String from = source.getText();
        boolean queue = source.getByte() == 0;
        String to = source.getText();
        return new Binding(
                from,
                queue ? Destination.queue(to) : Destination.exchange(to),
                source.getText(),
                FieldTable.read(source.getBytes()));
    }

    private static void writeKey(ByteSink sink, RuntimeParameter.Key key) {
        sink.putText(key.component());
        sink.putText(key.name());
    }

    /** A global parameter stands with the default virtual host. */
    private static RuntimeParameter.Key readKey(Vhost vhost, ByteSource source) {
        String component = source.getText();
        return new RuntimeParameter.Key(
                component, component.isEmpty() ? "" : vhost.name(), source.getText());
    }

    private static RuntimeParameter readParameter(Vhost vhost, ByteSource source) {
        RuntimeParameter.Key key = readKey(vhost, source);
        return new RuntimeParameter(
                key.component(), key.vhost(), key.name(), FieldTable.read(source.getBytes()));
    }
}
