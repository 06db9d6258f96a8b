package dev.forebay.amqp.traffic;

/** What is counted, by RabbitMQ's words. */
public enum Deed {
    PUBLISH("publish"),
    CONFIRM("confirm"),
    /** Mandatory, and led nowhere. */
    RETURN("return_unroutable"),
    /** Led nowhere, and nobody was told. */
    DROP("drop_unroutable"),
    /** Came to an exchange from a publisher. */
    PUBLISH_IN("publish_in"),
    /** Went from an exchange to a queue. */
    PUBLISH_OUT("publish_out"),
    DELIVER("deliver"),
    DELIVER_NO_ACK("deliver_no_ack"),
    GET("get"),
    GET_NO_ACK("get_no_ack"),
    GET_EMPTY("get_empty"),
    /** The four that brought a message. */
    DELIVER_GET("deliver_get"),
    /** Of these, what had been delivered before. */
    REDELIVER("redeliver"),
    ACK("ack");

    private final String word;

    Deed(String word) {
        this.word = word;
    }

    /** As RabbitMQ's API has it. */
    public String word() {
        return word;
    }
}
