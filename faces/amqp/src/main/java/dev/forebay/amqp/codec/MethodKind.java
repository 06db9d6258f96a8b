package dev.forebay.amqp.codec;

import org.jspecify.annotations.Nullable;

/**
 * The methods there are, with the layout of their arguments, one letter each: {@code o} octet,
 * {@code h} short (2 bytes), {@code l} long (4), {@code q} longlong (8), {@code s} short string,
 * {@code S} long string, {@code T} table, {@code b} bit (up to eight in a row share an octet).
 *
 * <p>Source: section 1 of the 0-9-1 reference (amqp0-9-1.extended.xml with RabbitMQ's additions).
 */
public enum MethodKind {
    CONNECTION_START(10, 10, "ooTSS"),
    CONNECTION_START_OK(10, 11, "TsSs"),
    CONNECTION_SECURE(10, 20, "S"),
    CONNECTION_SECURE_OK(10, 21, "S"),
    CONNECTION_TUNE(10, 30, "hlh"),
    CONNECTION_TUNE_OK(10, 31, "hlh"),
    CONNECTION_OPEN(10, 40, "ssb"),
    CONNECTION_OPEN_OK(10, 41, "s"),
    CONNECTION_CLOSE(10, 50, "hshh"),
    CONNECTION_CLOSE_OK(10, 51, ""),
    CONNECTION_BLOCKED(10, 60, "s"),
    CONNECTION_UNBLOCKED(10, 61, ""),
    CONNECTION_UPDATE_SECRET(10, 70, "Ss"),
    CONNECTION_UPDATE_SECRET_OK(10, 71, ""),
    CHANNEL_OPEN(20, 10, "s"),
    CHANNEL_OPEN_OK(20, 11, "S"),
    CHANNEL_FLOW(20, 20, "b"),
    CHANNEL_FLOW_OK(20, 21, "b"),
    CHANNEL_CLOSE(20, 40, "hshh"),
    CHANNEL_CLOSE_OK(20, 41, ""),
    ACCESS_REQUEST(30, 10, "sbbbbb"),
    ACCESS_REQUEST_OK(30, 11, "h"),
    EXCHANGE_DECLARE(40, 10, "hssbbbbbT"),
    EXCHANGE_DECLARE_OK(40, 11, ""),
    EXCHANGE_DELETE(40, 20, "hsbb"),
    EXCHANGE_DELETE_OK(40, 21, ""),
    EXCHANGE_BIND(40, 30, "hsssbT"),
    EXCHANGE_BIND_OK(40, 31, ""),
    EXCHANGE_UNBIND(40, 40, "hsssbT"),
    EXCHANGE_UNBIND_OK(40, 51, ""),
    QUEUE_DECLARE(50, 10, "hsbbbbbT"),
    QUEUE_DECLARE_OK(50, 11, "sll"),
    QUEUE_BIND(50, 20, "hsssbT"),
    QUEUE_BIND_OK(50, 21, ""),
    QUEUE_PURGE(50, 30, "hsb"),
    QUEUE_PURGE_OK(50, 31, "l"),
    QUEUE_DELETE(50, 40, "hsbbb"),
    QUEUE_DELETE_OK(50, 41, "l"),
    QUEUE_UNBIND(50, 50, "hsssT"),
    QUEUE_UNBIND_OK(50, 51, ""),
    BASIC_QOS(60, 10, "lhb"),
    BASIC_QOS_OK(60, 11, ""),
    BASIC_CONSUME(60, 20, "hssbbbbT"),
    BASIC_CONSUME_OK(60, 21, "s"),
    BASIC_CANCEL(60, 30, "sb"),
    BASIC_CANCEL_OK(60, 31, "s"),
    BASIC_PUBLISH(60, 40, "hssbb"),
    BASIC_RETURN(60, 50, "hsss"),
    BASIC_DELIVER(60, 60, "sqbss"),
    BASIC_GET(60, 70, "hsb"),
    BASIC_GET_OK(60, 71, "qbssl"),
    BASIC_GET_EMPTY(60, 72, "s"),
    BASIC_ACK(60, 80, "qb"),
    BASIC_REJECT(60, 90, "qb"),
    BASIC_RECOVER_ASYNC(60, 100, "b"),
    BASIC_RECOVER(60, 110, "b"),
    BASIC_RECOVER_OK(60, 111, ""),
    BASIC_NACK(60, 120, "qbb"),
    CONFIRM_SELECT(85, 10, "b"),
    CONFIRM_SELECT_OK(85, 11, ""),
    TX_SELECT(90, 10, ""),
    TX_SELECT_OK(90, 11, ""),
    TX_COMMIT(90, 20, ""),
    TX_COMMIT_OK(90, 21, ""),
    TX_ROLLBACK(90, 30, ""),
    TX_ROLLBACK_OK(90, 31, "");

    /** By class, then method. */
    private static final @Nullable MethodKind[][] TABLE = table();

    private final int classId;
    private final int methodId;
    private final String layout;

    MethodKind(int classId, int methodId, String layout) {
        this.classId = classId;
        this.methodId = methodId;
        this.layout = layout;
    }

    public int classId() {
        return classId;
    }

    public int methodId() {
        return methodId;
    }

    String layout() {
        return layout;
    }

    /**
     * The method of these numbers.
     *
     * @throws AmqpFailure 503 for a class, 540 for a method that there is not
     */
    static MethodKind of(int classId, int methodId) {
        @Nullable MethodKind[] methods = classId < TABLE.length ? TABLE[classId] : TABLE[0];
        if (methods.length == 0) {
            throw new AmqpFailure(
                    AmqpFault.of(ReplyCode.COMMAND_INVALID, "there is no class " + classId)
                            .during(classId, methodId));
        }
        MethodKind kind = methodId < methods.length ? methods[methodId] : null;
        if (kind == null) {
            throw new AmqpFailure(
                    AmqpFault.of(
                                    ReplyCode.NOT_IMPLEMENTED,
                                    "class " + classId + " has no method " + methodId)
                            .during(classId, methodId));
        }
        return kind;
    }

    private static @Nullable MethodKind[][] table() {
        int classes = 0;
        int methods = 0;
        for (MethodKind kind : values()) {
            classes = Math.max(classes, kind.classId);
            methods = Math.max(methods, kind.methodId);
        }
        @Nullable MethodKind[][] table = new @Nullable MethodKind[classes + 1][0];
        for (MethodKind kind : values()) {
            if (table[kind.classId].length == 0) {
                table[kind.classId] = new @Nullable MethodKind[methods + 1];
            }
            table[kind.classId][kind.methodId] = kind;
        }
        return table;
    }
}
