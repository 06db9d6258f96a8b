package dev.forebay.server.amqp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Base64UrlNamingStrategy;
import org.springframework.amqp.core.BindingBuilder;
import org.springframework.amqp.core.Exchange;
import org.springframework.amqp.core.ExchangeBuilder;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageListener;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.core.QueueBuilder;
import org.springframework.amqp.rabbit.config.RetryInterceptorBuilder;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.DirectMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.adapter.MessageListenerAdapter;
import org.springframework.amqp.rabbit.listener.adapter.ReplyingMessageListener;
import org.springframework.amqp.rabbit.retry.RejectAndDontRequeueRecoverer;
import org.springframework.amqp.rabbit.transaction.RabbitTransactionManager;

/** Spring AMQP: its template publishes and asks, its listener containers receive and retry. */
class SpringAmqpTest {
    private static AmqpServer server;
    private static CachingConnectionFactory connections;
    private static RabbitAdmin admin;
    private final List<AbstractMessageListenerContainer> running = new java.util.ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        // It reports at length that a listener failed, which is what is tested.
        ((Logger) LoggerFactory.getLogger("org.springframework")).setLevel(Level.OFF);
        server = new AmqpServer();
        connections = connections();
        admin = new RabbitAdmin(connections);
    }

    private static CachingConnectionFactory connections() {
        return new CachingConnectionFactory(server.factory());
    }

    @AfterAll
    static void stop() throws Exception {
        connections.destroy();
        server.close();
    }

    @AfterEach
    void end() {
        running.forEach(AbstractMessageListenerContainer::destroy);
    }

    private static Queue queue() {
        Queue queue = new Queue(Base64UrlNamingStrategy.DEFAULT.generateName());
        admin.declareQueue(queue);
        return queue;
    }

    private void listen(
            AbstractMessageListenerContainer container, Queue queue, MessageListener listener) {
        container.setConnectionFactory(connections);
        container.setQueueNames(queue.getName());
        container.setMessageListener(listener);
        container.afterPropertiesSet();
        running.add(container);
        container.start();
    }

    private static boolean isRedelivered(Message message) {
        return Boolean.TRUE.equals(message.getMessageProperties().isRedelivered());
    }

    private static RabbitTemplate template() {
        RabbitTemplate template = new RabbitTemplate(connections);
        template.setReceiveTimeout(20_000);
        template.setReplyTimeout(20_000);
        return template;
    }

    @Test
    void a_listener_that_keeps_failing_is_retried_and_then_dead_letters() {
        Queue dead = queue();
        Queue work =
                QueueBuilder.durable("spring-work")
                        .deadLetterExchange("")
                        .deadLetterRoutingKey(dead.getName())
                        .build();
        admin.declareQueue(work);
        AtomicInteger attempts = new AtomicInteger();
        SimpleMessageListenerContainer container = new SimpleMessageListenerContainer();
        container.setConcurrentConsumers(2);
        container.setAdviceChain(
                RetryInterceptorBuilder.stateless()
                        .maxRetries(2)
                        .backOffOptions(1, 1, 1)
                        .recoverer(new RejectAndDontRequeueRecoverer())
                        .build());
        listen(
                container,
                work,
                message -> {
                    attempts.incrementAndGet();
                    throw new IllegalStateException("as always");
                });
        template().convertAndSend(work.getName(), "cursed");
        Message given = template().receive(dead.getName());
        assertThat(given).isNotNull();
        assertThat(new String(given.getBody(), UTF_8)).isEqualTo("cursed");
        assertThat(attempts).hasValue(3);
        assertThat(given.getMessageProperties().getXDeathHeader())
                .singleElement(InstanceOfAssertFactories.map(String.class, Object.class))
                .containsEntry("reason", "rejected")
                .containsEntry("queue", work.getName());
    }

    @Test
    void what_a_listener_requeues_comes_again() throws Exception {
        Queue work = queue();
        BlockingQueue<Boolean> redelivered = new LinkedBlockingQueue<>();
        listen(
                new DirectMessageListenerContainer(),
                work,
                message -> {
                    redelivered.add(isRedelivered(message));
                    if (!isRedelivered(message)) {
                        throw new IllegalStateException("the first time");
                    }
                });
        template().convertAndSend(work.getName(), "stubborn");
        assertThat(redelivered.poll(20, TimeUnit.SECONDS)).isFalse();
        assertThat(redelivered.poll(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void calls_are_answered_over_direct_reply_to() {
        Queue calls = queue();
        ReplyingMessageListener<String, String> greeting = name -> "hello " + name;
        MessageListenerAdapter adapter = new MessageListenerAdapter(greeting);
        listen(new DirectMessageListenerContainer(), calls, adapter);
        RabbitTemplate pooled = template();
        assertThat(pooled.convertSendAndReceive(calls.getName(), "you")).isEqualTo("hello you");
        assertThat(pooled.convertSendAndReceive(calls.getName(), "me")).isEqualTo("hello me");
        pooled.destroy();
        RabbitTemplate single = template();
        single.setUseDirectReplyToContainer(false);
        assertThat(single.convertSendAndReceive(calls.getName(), "all")).isEqualTo("hello all");
    }

    @Test
    void a_delayed_message_comes_when_it_is_due() {
        Exchange delayed = ExchangeBuilder.directExchange("spring-delayed").delayed().build();
        admin.declareExchange(delayed);
        Queue due = queue();
        admin.declareBinding(BindingBuilder.bind(due).to(delayed).with("k").noargs());
        RabbitTemplate template = template();
        long sent = System.nanoTime();
        template.convertAndSend(
                delayed.getName(),
                "k",
                "later",
                message -> {
                    message.getMessageProperties().setDelayLong(300L);
                    return message;
                });
        assertThat(template.receiveAndConvert(due.getName())).isEqualTo("later");
        assertThat(System.nanoTime() - sent).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(290));
    }

    @Test
    void publishes_are_confirmed_and_returned() throws Exception {
        CachingConnectionFactory confirming = connections();
        confirming.setPublisherConfirmType(CachingConnectionFactory.ConfirmType.CORRELATED);
        confirming.setPublisherReturns(true);
        RabbitTemplate template = new RabbitTemplate(confirming);
        template.setMandatory(true);
        Queue full =
                QueueBuilder.durable("spring-full")
                        .maxLength(1L)
                        .overflow(QueueBuilder.Overflow.rejectPublish)
                        .build();
        admin.declareQueue(full);
        assertThat(confirm(template, full.getName()).ack()).isTrue();
        assertThat(confirm(template, full.getName()).ack()).isFalse();
        CorrelationData lost = new CorrelationData();
        template.convertAndSend("", "nowhere", "x", lost);
        assertThat(lost.getFuture().get(20, TimeUnit.SECONDS).ack()).isTrue();
        assertThat(lost.getReturned()).isNotNull();
        assertThat(lost.getReturned().getReplyCode()).isEqualTo(312);
        confirming.destroy();
    }

    private static CorrelationData.Confirm confirm(RabbitTemplate template, String queue)
            throws Exception {
        CorrelationData asked = new CorrelationData();
        template.convertAndSend("", queue, "x", asked);
        return asked.getFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void a_listeners_transaction_covers_what_it_takes_and_what_it_sends() throws Exception {
        Queue from = queue();
        Queue to = queue();
        RabbitTemplate template = template();
        template.setChannelTransacted(true);
        CompletableFuture<Map<String, Object>> second = new CompletableFuture<>();
        DirectMessageListenerContainer container = new DirectMessageListenerContainer();
        container.setChannelTransacted(true);
        container.setTransactionManager(new RabbitTransactionManager(connections));
        listen(
                container,
                from,
                message -> {
                    boolean first = !isRedelivered(message);
                    template.convertAndSend(to.getName(), first ? "rolled back" : "committed");
                    if (first) {
                        throw new IllegalStateException("after it has sent");
                    }
                    second.complete(message.getMessageProperties().getHeaders());
                });
        template.convertAndSend(from.getName(), "x");
        assertThat(second.get(20, TimeUnit.SECONDS)).isNotNull();
        assertThat(template().receiveAndConvert(to.getName())).isEqualTo("committed");
        assertThat(new RabbitTemplate(connections).receive(to.getName())).isNull();
    }
}
