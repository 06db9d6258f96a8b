package dev.forebay.cli.load;

import java.util.Locale;

/** How a bench talks to the server. */
enum Protocol {
    /** Forebay's own API. */
    HTTP,
    /** As an AWS SDK does. */
    SQS,
    /** As RabbitMQ's Java client does, with confirms. */
    AMQP;

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
