package dev.forebay.server.amqp.sim;

import dev.forebay.engine.Queues;
import dev.forebay.log.disk.Disk;

/** A bug planted around the face; the one without any is what is tested in earnest. */
interface AmqpFlaw {
    AmqpFlaw NONE = new AmqpFlaw() {};

    default Disk disk(Disk disk) {
        return disk;
    }

    default Queues queues(Queues queues) {
        return queues;
    }

    default void onSocket(SimSocket socket) {
        // Sockets are as they should be.
    }
}
