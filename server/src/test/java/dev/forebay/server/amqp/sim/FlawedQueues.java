package dev.forebay.server.amqp.sim;

import dev.forebay.engine.AtomicChange;
import dev.forebay.engine.Caller;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.LeaseId;
import dev.forebay.engine.Message;
import dev.forebay.engine.MessageId;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.Queues;
import dev.forebay.engine.Receive;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.Send;
import dev.forebay.engine.SendResult;
import dev.forebay.engine.SettleResult;
import dev.forebay.engine.Settlement;
import dev.forebay.engine.Waiting;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An engine that does to the face what a bug in either would do. */
final class FlawedQueues {
    private static final Waiting NOT_WAITING = () -> {};

    private final Queues queues;
    private final PlantedFlaw flaw;

    /** What was delivered, by its lease. */
    private final Map<LeaseId, Message> delivered = new HashMap<>();

    private final Set<MessageId> inThisLife = new HashSet<>();
    private final Map<String, String> firstClient = new HashMap<>();

    FlawedQueues(Queues queues, PlantedFlaw flaw) {
        this.queues = queues;
        this.flaw = flaw;
    }

    Queues door() {
        return (Queues)
                Proxy.newProxyInstance(
                        Queues.class.getClassLoader(),
                        new Class<?>[] {Queues.class},
                        (proxy, method, arguments) -> call(method, arguments));
    }

    @SuppressWarnings("unchecked") // as the methods of Queues declare them
    private @Nullable Object call(Method method, Object @Nullable [] given) throws Throwable {
        Object[] all = given == null ? new Object[0] : given;
        switch (method.getName()) {
            case "send" -> {
                if (flaw == PlantedFlaw.CONFIRM_BEFORE_DURABLE) {
                    confirmAtOnce((String) all[1], (Send) all[2], (Reply<SendResult.Sent>) all[3]);
                    return null;
                }
            }
            case "receive" -> {
                return receive(
                        (Caller) all[0],
                        (String) all[1],
                        (Receive) all[2],
                        (Reply<List<Delivery>>) all[3]);
            }
            case "settle" -> {
                settle(
                        (Caller) all[0],
                        (String) all[1],
                        (List<Settlement>) all[2],
                        (Reply<List<SettleResult>>) all[3]);
                return null;
            }
            case "change" -> {
                if (flaw == PlantedFlaw.WHOLE_IN_PARTS) {
                    new InParts(
                                    (Caller) all[0],
                                    (AtomicChange) all[1],
                                    (Reply<List<SendResult.Sent>>) all[2])
                            .next();
                    return null;
                }
            }
            case "delete" -> {
                if (flaw == PlantedFlaw.QUEUE_STAYS) {
                    ((Reply<QueueInfo>) all[2]).ok(queues.find((String) all[1]).orElseThrow());
                    return null;
                }
            }
            case "create" -> {
                if (flaw == PlantedFlaw.ALL_ACTIVE) {
                    all[2] = withoutSingle((QueueSettings) all[2]);
                }
            }
            default -> {
                // As it should be.
            }
        }
        try {
            return method.invoke(queues, all);
        } catch (InvocationTargetException failed) {
            throw failed.getCause();
        }
    }

    /** What the labels say of single consumers is forgotten. */
    private static QueueSettings withoutSingle(QueueSettings settings) {
        Map<String, String> labels = new HashMap<>(settings.labels());
        labels.remove("amqp.arguments");
        return settings.toBuilder().labels(labels).build();
    }

    private void confirmAtOnce(String queue, Send send, Reply<SendResult.Sent> reply) {
        queues.send(Caller.IN_PROCESS, queue, send, new Unheard<>());
        reply.ok(new SendResult.Sent(new MessageId(0, 0), 0, 0, false));
    }

    private Waiting receive(
            Caller caller, String queue, Receive receive, Reply<List<Delivery>> reply) {
        Receive asked = receive;
        if (flaw == PlantedFlaw.PREFETCH_OFF_BY_ONE && receive.waitMillis() > 0) {
            asked = new Receive(receive.max() + 1, Receive.BOUND, receive.waitMillis(), null);
        }
        if (flaw == PlantedFlaw.ACTIVE_NOT_SWITCHED
                && queue.equals("single")
                && receive.waitMillis() > 0
                && !firstClient
                        .computeIfAbsent(queue, _ -> caller.client())
                        .equals(caller.client())) {
            return NOT_WAITING;
        }
        return queues.receive(caller, queue, asked, seeing(reply));
    }

    private Reply<List<Delivery>> seeing(Reply<List<Delivery>> reply) {
        return new Reply<>() {
            @Override
            public void ok(List<Delivery> deliveries) {
                deliveries.forEach(one -> delivered.put(one.lease(), one.message()));
                reply.ok(
                        flaw == PlantedFlaw.REDELIVERED_FORGOTTEN
                                ? deliveries.stream().map(FlawedQueues.this::unmarked).toList()
                                : deliveries);
            }

            @Override
            public void refused(Refusal refusal) {
                reply.refused(refusal);
            }
        };
    }

    private Delivery unmarked(Delivery delivery) {
        int attempt = inThisLife.add(delivery.id()) ? 1 : delivery.attempt();
        return new Delivery(
                delivery.lease(),
                delivery.id(),
                delivery.message(),
                attempt,
                delivery.sentAt(),
                delivery.firstLeasedAt(),
                delivery.deduplicationId(),
                delivery.deadLetterSource(),
                delivery.failures());
    }

    private void settle(
            Caller caller,
            String queue,
            List<Settlement> settlements,
            Reply<List<SettleResult>> reply) {
        switch (flaw) {
            case SETTLE_ANSWERED_BEFORE_DURABLE -> {
                queues.settle(caller, queue, settlements, new Unheard<>());
                reply.ok(done(settlements));
            }
            case LEASE_NOT_ENDED -> {
                List<Settlement> others =
                        settlements.stream()
                                .filter(one -> !(one instanceof Settlement.Release))
                                .toList();
                queues.settle(caller, queue, others, new Unheard<>());
                reply.ok(done(settlements));
            }
            case ACK_NOT_APPLIED -> {
                List<Settlement> released =
                        settlements.stream()
                                .<Settlement>map(one -> new Settlement.Release(one.lease(), 0))
                                .toList();
                queues.settle(caller, queue, released, reply);
            }
            case REQUEUE_BEHIND_THE_NEXT ->
                    queues.lane().execute(() -> queues.settle(caller, queue, settlements, reply));
            case REQUEUE_AT_THE_TAIL -> {
                for (Settlement one : settlements) {
                    if (one instanceof Settlement.Release release
                            && delivered.containsKey(one.lease())) {
                        toTheTail(caller, queue, release);
                    } else {
                        queues.settle(caller, queue, List.of(one), new Unheard<>());
                    }
                }
                queues.settle(caller, queue, List.of(), reply);
            }
            default -> queues.settle(caller, queue, settlements, reply);
        }
    }

    private static List<SettleResult> done(List<Settlement> settlements) {
        return settlements.stream().<SettleResult>map(_ -> new SettleResult.Done()).toList();
    }

    private void toTheTail(Caller caller, String queue, Settlement.Release release) {
        Message message = Objects.requireNonNull(delivered.get(release.lease()));
        queues.change(
                caller,
                new AtomicChange(
                        List.of(new AtomicChange.Ack(queue, release.lease())),
                        List.of(
                                new AtomicChange.SendTo(
                                        queue,
                                        new Send(
                                                message,
                                                Send.QUEUE_DELAY,
                                                null,
                                                Send.QUEUE_EXPIRY)))),
                new Unheard<>());
    }

    /** Nobody waits for it. */
    private static final class Unheard<T> implements Reply<T> {
        @Override
        public void ok(T value) {
            // Told before.
        }

        @Override
        public void refused(Refusal refusal) {
            // Told otherwise before.
        }
    }

    /** An atomic change that is none. */
    private final class InParts {
        private final Caller caller;
        private final AtomicChange change;
        private final Reply<List<SendResult.Sent>> reply;
        private final List<SendResult.Sent> sent = new ArrayList<>();
        private int acked;

        InParts(Caller caller, AtomicChange change, Reply<List<SendResult.Sent>> reply) {
            this.caller = caller;
            this.change = change;
            this.reply = reply;
        }

        void next() {
            if (acked < change.acks().size()) {
                AtomicChange.Ack ack = change.acks().get(acked);
                acked++;
                queues.settle(
                        caller,
                        ack.queue(),
                        List.of(new Settlement.Ack(ack.lease())),
                        then(_ -> {}));
            } else if (sent.size() < change.sends().size()) {
                AtomicChange.SendTo to = change.sends().get(sent.size());
                queues.send(caller, to.queue(), to.send(), then(sent::add));
            } else {
                reply.ok(sent);
            }
        }

        private <T> Reply<T> then(Consumer<T> taken) {
            return new Reply<>() {
                @Override
                public void ok(T value) {
                    taken.accept(value);
                    next();
                }

                @Override
                public void refused(Refusal refusal) {
                    reply.refused(refusal);
                }
            };
        }
    }
}
