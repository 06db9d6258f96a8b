package dev.forebay.engine.sim;

import dev.forebay.engine.AtomicChange;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.Message;
import dev.forebay.engine.Priority;
import dev.forebay.engine.Queues;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.Send;
import dev.forebay.log.record.Header;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An engine that keeps priorities and does not go by them: it sees them under another name. */
final class BlindQueues {
    private static final String UNSEEN = "unseen-priority";

    private BlindQueues() {}

    static Queues over(Queues queues) {
        return (Queues)
                Proxy.newProxyInstance(
                        Queues.class.getClassLoader(),
                        new Class<?>[] {Queues.class},
                        (proxy, method, arguments) -> call(queues, method, arguments));
    }

    private static @Nullable Object call(
            Queues queues, Method method, Object @Nullable [] arguments) throws Throwable {
        for (int i = 0; arguments != null && i < arguments.length; i++) {
            arguments[i] = blinded(method.getName(), arguments[i]);
        }
        try {
            return method.invoke(queues, arguments);
        } catch (InvocationTargetException failed) {
            throw failed.getCause();
        }
    }

    private static Object blinded(String method, Object argument) {
        return switch (argument) {
            case Send send -> blinded(send);
            case List<?> sends when method.equals("send") ->
                    sends.stream().map(send -> blinded((Send) send)).toList();
            case AtomicChange change when method.equals("change") -> blinded(change);
            case Reply<?> reply when method.equals("receive") -> seeing(reply);
            default -> argument;
        };
    }

    private static AtomicChange blinded(AtomicChange change) {
        return new AtomicChange(
                change.acks(),
                change.sends().stream()
                        .map(to -> new AtomicChange.SendTo(to.queue(), blinded(to.send())))
                        .toList());
    }

    private static Send blinded(Send send) {
        return new Send(
                renamed(send.message(), Priority.HEADER, UNSEEN),
                send.delayMillis(),
                send.deduplicationId(),
                send.expiryMillis());
    }

    @SuppressWarnings("unchecked") // receives are answered with deliveries
    private static Reply<List<Delivery>> seeing(Reply<?> reply) {
        Reply<List<Delivery>> asked = (Reply<List<Delivery>>) reply;
        return new Reply<>() {
            @Override
            public void ok(List<Delivery> deliveries) {
                asked.ok(deliveries.stream().map(BlindQueues::seen).toList());
            }

            @Override
            public void refused(Refusal refusal) {
                asked.refused(refusal);
            }
        };
    }

    private static Delivery seen(Delivery blind) {
        return new Delivery(
                blind.lease(),
                blind.id(),
                renamed(blind.message(), UNSEEN, Priority.HEADER),
                blind.attempt(),
                blind.sentAt(),
                blind.firstLeasedAt(),
                blind.deduplicationId(),
                blind.deadLetterSource());
    }

    private static Message renamed(Message message, String from, String to) {
        List<Header> headers =
                message.headers().stream()
                        .map(header ->
                                header.name().equals(from)
                                        ? new Header(to, header.value())
                                        : header)
                        .toList();
        return new Message(message.key(), headers, message.body());
    }
}
