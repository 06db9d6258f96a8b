package dev.forebay.amqp.codec;

/** Input that is answered with a fault. Carries no stack trace: it is an answer, not a defect. */
public final class AmqpFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient AmqpFault fault;

    public AmqpFailure(AmqpFault fault) {
        super(fault.replyText(), null, false, false);
        this.fault = fault;
    }

    public AmqpFailure(ReplyCode code, String text) {
        this(AmqpFault.of(code, text));
    }

    /** What to answer. */
    public AmqpFault fault() {
        return fault;
    }
}
