package dev.forebay.cli.demo;

import dev.forebay.cli.load.Pacer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/** Sends orders at a rate, whatever becomes of them, and notes how each send was answered. */
final class Producer {
    /** Enough that one slow answer does not hold up the orders due meanwhile. */
    private static final int SENDERS = 8;

    private final Inlet inlet;
    private final Ledger ledger;
    private final Latencies latencies;
    private final Time time;
    private final Talk talk;
    private final Pacer pacer;
    private final List<Thread> senders = new ArrayList<>();
    private volatile boolean stopped;

    Producer(Inlet inlet, Ledger ledger, Latencies latencies, Time time, Talk talk, int perSecond) {
        this.inlet = inlet;
        this.ledger = ledger;
        this.latencies = latencies;
        this.time = time;
        this.talk = talk;
        this.pacer = new Pacer(time.nanos(), perSecond);
    }

    void start(ThreadFactory threads) {
        for (int i = 0; i < SENDERS; i++) {
            Thread sender = threads.newThread(this::sendOrders);
            senders.add(sender);
            sender.start();
        }
    }

    void rate(int perSecond) {
        pacer.rate(perSecond);
    }

    /** Sends one order that no consumer can work on. */
    void sendPoison() throws InterruptedException {
        send(Order.Kind.POISON, time.nanos());
    }

    /** Returns when the last answer is in. */
    void stop() throws InterruptedException {
        stopped = true;
        for (Thread sender : senders) {
            sender.join();
        }
    }

    /** Ends without waiting for answers. */
    void abandon() {
        stopped = true;
        senders.forEach(Thread::interrupt);
    }

    private void sendOrders() {
        try {
            while (!stopped) {
                long due = pacer.next();
                time.sleepUntil(due);
                if (!stopped) {
                    send(Order.Kind.GOOD, due);
                }
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(Order.Kind kind, long due) throws InterruptedException {
        Order order = new Order(ledger.offer(), kind);
        try {
            inlet.send(order.body());
            latencies.record(time.nanos() - due);
            ledger.accepted(order.number());
        } catch (IOException failure) {
            latencies.record(time.nanos() - due);
            ledger.sendFailed();
            talk.say("the producer saw a send fail: " + Silence.reason(failure));
        }
    }
}
