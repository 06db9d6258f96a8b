package dev.forebay.bench.sqs;

import org.elasticmq.rest.sqs.SQSRestServerBuilder;

/** {@code ElasticMq PORT}: the peer, in memory, until it is killed. */
public final class ElasticMq {
    private ElasticMq() {}

    public static void main(String[] args) {
        int port = Integer.parseInt(args[0]);
        SQSRestServerBuilder.withInterface("127.0.0.1").withPort(port).start().waitUntilStarted();
    }
}
