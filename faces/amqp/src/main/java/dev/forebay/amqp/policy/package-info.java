/**
 * Runtime parameters as RabbitMQ has them, and the policies among them: what they say, which of
 * them holds for a queue or exchange, and what comes of it together with the arguments that it was
 * declared with. Pure: no engine, no network. Any thread; what is mutable is the lane's.
 */
@NullMarked
package dev.forebay.amqp.policy;

import org.jspecify.annotations.NullMarked;
