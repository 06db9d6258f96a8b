package dev.forebay.amqp;

import dev.forebay.amqp.codec.FieldTable;
import dev.forebay.amqp.routing.Binding;
import dev.forebay.amqp.routing.Destination;
import dev.forebay.amqp.routing.Exchange;
import dev.forebay.amqp.routing.ExchangeType;
import dev.forebay.engine.struct.ByteSink;
import dev.forebay.engine.struct.ByteSource;
import java.nio.ByteBuffer;

/** Records of the stream of exchanges and bindings: a version, a kind, then what the kind says. */
final class TopologyCodec {
    private static final int VERSION = 1;
    private static final int PUT_EXCHANGE = 1;
    private static final int REMOVE_EXCHANGE = 2;
    private static final int PUT_BINDING = 3;
    private static final int REMOVE_BINDING = 4;
    private static final int REMOVE_QUEUE = 5;
    private static final int AUTO_DELETE = 1;
    private static final int INTERNAL = 2;

    private TopologyCodec() {}

    static ByteBuffer write(TopologyChange change) {
        ByteSink sink = new ByteSink(128);
        sink.putByte(VERSION);
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
        }
        return sink.copy();
    }

    static TopologyChange read(ByteBuffer record) {
        ByteSource source = new ByteSource(record);
        int version = source.getByte();
        if (version != VERSION) {
            throw new IllegalStateException("a record of exchanges of version " + version);
        }
        int kind = source.getByte();
        return switch (kind) {
            case PUT_EXCHANGE -> new TopologyChange.PutExchange(readExchange(source));
            case REMOVE_EXCHANGE -> new TopologyChange.RemoveExchange(source.getText());
            case PUT_BINDING -> new TopologyChange.PutBinding(readBinding(source), source.getInt());
            case REMOVE_BINDING -> new TopologyChange.RemoveBinding(readBinding(source));
            case REMOVE_QUEUE -> new TopologyChange.RemoveQueue(source.getText());
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

    private static Exchange readExchange(ByteSource source) {
        String name = source.getText();
        String type = source.getText();
        ExchangeType known = ExchangeType.named(type);
        if (known == null) {
            throw new IllegalStateException("a record of an exchange of type " + type);
        }
        int bits = source.getByte();
        return new Exchange(
                name,
                AmqpSettings.VHOST,
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
}
