package dev.forebay.cli.demo;

/** What consumers call for each order. It can be down. Thread-safe. */
final class PaymentService {
    /** Why work on an order fails meanwhile, in the consumers' words. */
    static final String REFUSAL = "the payment service answers 503";

    private volatile boolean up = true;

    boolean isUp() {
        return up;
    }

    void goDown() {
        up = false;
    }

    void comeBack() {
        up = true;
    }
}
