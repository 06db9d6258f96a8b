package dev.forebay.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;

/**
 * Who plays: the producer, the consumers, the reader of dead letters, and the books they keep. For
 * the story's thread; the actors have their own.
 */
final class Cast implements AutoCloseable {
    private final Pool orders;
    private final Time time;
    private final ThreadFactory threads;
    private final Ledger ledger = new Ledger();
    private final PaymentService payments = new PaymentService();
    private final Latencies latencies = new Latencies();
    private final Queue<String> events = new ConcurrentLinkedQueue<>();
    private final List<Consumer> consumers = new ArrayList<>();
    private final List<Thread> running = new ArrayList<>();
    private final Producer producer;
    private final Thread reader;

    Cast(Inlet inlet, Pool orders, Pool letters, Time time, ThreadFactory threads, int surgeRate) {
        this.orders = orders;
        this.time = time;
        this.threads = threads;
        this.producer = new Producer(inlet, ledger, latencies, time, events::add, surgeRate);
        this.reader = start(new DeadLetterReader(letters, ledger, time, events::add));
    }

    Producer producer() {
        return producer;
    }

    Ledger ledger() {
        return ledger;
    }

    /** What the consumers call. */
    PaymentService payments() {
        return payments;
    }

    Latencies latencies() {
        return latencies;
    }

    ThreadFactory threads() {
        return threads;
    }

    /** The oldest thing said that nobody heard yet. */
    Optional<String> nextEvent() {
        return Optional.ofNullable(events.poll());
    }

    /** One more consumer at work. */
    Consumer hire(int perSecond) {
        Consumer consumer = consumer(consumers.size() + 1, perSecond);
        consumers.add(consumer);
        var _ = start(consumer);
        return consumer;
    }

    /** A dead consumer's successor of the same name. */
    void revive(Consumer dead, int perSecond) {
        events.add("consumer " + dead.number() + " is back");
        Consumer successor = consumer(dead.number(), perSecond);
        consumers.set(consumers.indexOf(dead), successor);
        var _ = start(successor);
    }

    private Consumer consumer(int number, int perSecond) {
        return new Consumer(number, orders, ledger, payments, time, events::add, perSecond);
    }

    List<Moment.Worker> workers() {
        return consumers.stream()
                .map(each -> new Moment.Worker(each.number(), each.rate(), each.state()))
                .toList();
    }

    /** Everybody ends what they have in hand; returns when they did. */
    void rest() throws InterruptedException {
        producer.stop();
        consumers.forEach(Consumer::leave);
        reader.interrupt();
        for (Thread actor : running) {
            actor.join();
        }
    }

    private Thread start(Runnable actor) {
        Thread thread = threads.newThread(actor);
        running.add(thread);
        thread.start();
        return thread;
    }

    /** Everybody stops at once. */
    @Override
    public void close() {
        producer.abandon();
        running.forEach(Thread::interrupt);
    }
}
