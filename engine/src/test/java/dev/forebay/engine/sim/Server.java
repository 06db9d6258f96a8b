package dev.forebay.engine.sim;

import dev.forebay.engine.Queues;
import java.util.List;

/**
 * A server process that is up, as those who give it commands see it.
 *
 * @param machine it runs on
 * @param queues it serves
 * @param clients that use it
 * @param names of the queues that steps mean, in the order of their numbers
 */
record Server(
        World world,
        Machine machine,
        Queues queues,
        List<VirtualClient> clients,
        List<String> names) {

    VirtualClient client(int number) {
        return clients.get(number % clients.size());
    }

    String queue(int number) {
        return names.get(number % names.size());
    }

    /** A command that is given now. */
    Op op(String what) {
        world.note(what);
        return new Op(what, world.clock.now());
    }
}
