package dev.forebay.bench.amqp;

import com.rabbitmq.client.impl.AMQImpl;
import dev.forebay.bench.process.ServerProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code AmqpConnectionsBench [CONNECTIONS]}: opens so many (5,000) with two channels each, of
 * which one consumes and one confirms; what the server then has in RAM.
 */
public final class AmqpConnectionsBench {
    private static final int USUAL = 5_000;
    private static final int QUEUES = 100;
    private static final double MIB = 1 << 20;

    private AmqpConnectionsBench() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : USUAL;
        List<BareConnection> open = new ArrayList<>();
        try (Scratch scratch = Scratch.create();
                ServerProcess server = AmqpContender.FOREBAY.start(scratch.folder())) {
            System.out.println("| connections | channels | RAM MiB |");
            System.out.println("|---|---|---|");
            print(0, server);
            while (open.size() < count) {
                BareConnection connection = BareConnection.open(server.address());
                open.add(connection);
                use(connection, "bench-" + open.size() % QUEUES);
                if (open.size() % (count / 5) == 0) {
                    print(open.size(), server);
                }
            }
        } finally {
            for (BareConnection connection : open) {
                connection.close();
            }
        }
    }

    private static void use(BareConnection connection, String queue) throws IOException {
        connection.ask(1, new AMQImpl.Channel.Open(""));
        connection.ask(2, new AMQImpl.Channel.Open(""));
        connection.ask(
                1, new AMQImpl.Queue.Declare(0, queue, false, true, false, false, false, Map.of()));
        connection.ask(
                1, new AMQImpl.Basic.Consume(0, queue, "c", false, false, false, false, Map.of()));
        connection.ask(2, new AMQImpl.Confirm.Select(false));
    }

    private static void print(int connections, ServerProcess server) {
        System.out.printf(
                Locale.ROOT,
                "| %,d | %,d | %.0f |%n",
                connections,
                2 * connections,
                server.residentBytes() / MIB);
    }
}
