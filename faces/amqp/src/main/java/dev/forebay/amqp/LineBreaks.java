package dev.forebay.amqp;

/**
 * Line breaks in the names of queues and exchanges. As with RabbitMQ what declares, binds and
 * deletes passes over them; what publishes, consumes, gets and purges takes a name as it is.
 */
final class LineBreaks {
    private LineBreaks() {}

    static String without(String name) {
        return name.replace("\r", "").replace("\n", "");
    }
}
