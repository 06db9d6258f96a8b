package dev.forebay.bench.sqs;

import dev.forebay.bench.process.ServerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The load generator {@code wrk} (package wrk of Debian): a closed loop of requests that a script
 * in Lua makes.
 *
 * @param scripts the folder of the scripts
 */
record Wrk(Path scripts) {
    private static final String RESULT = "RESULT ";

    /**
     * SendMessage with a body of 200 bytes for so long over so many connections, in turn to each of
     * {@code queues} queues.
     */
    Load send(ServerProcess to, int connections, Duration time, int queues) throws IOException {
        return run("send.lua", to, connections, time, Sqs.QUEUE, queues);
    }

    /** SendMessageBatch with ten bodies of 100 bytes. */
    Load sendBatches(ServerProcess to, int connections, Duration time, String queue)
            throws IOException {
        return run("batch.lua", to, connections, time, queue, 1);
    }

    /**
     * ReceiveMessage of so many, 1 or 10, and a deletion of them, in turn. What is counted are
     * messages received and deleted; latencies are those of requests.
     */
    Load receive(ServerProcess to, int connections, Duration time, int messages)
            throws IOException {
        return run("receive.lua", to, connections, time, Sqs.QUEUE, messages);
    }

    /** Batches of ten messages of 10 kB, to fill a disk. */
    Load sendLargeBatches(ServerProcess to, int connections, Duration time) throws IOException {
        return run("large.lua", to, connections, time, Sqs.QUEUE, 1);
    }

    private Load run(
            String script,
            ServerProcess to,
            int connections,
            Duration time,
            String queue,
            int number)
            throws IOException {
        List<String> command =
                List.of(
                        "wrk",
                        "-t1",
                        "-c" + connections,
                        "-d" + time.toSeconds() + "s",
                        "-s",
                        scripts.resolve(script).toString(),
                        to.url(),
                        "--",
                        queue,
                        String.valueOf(number));
        Process wrk = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return output.lines()
                .filter(line -> line.startsWith(RESULT))
                .map(line -> parse(line.substring(RESULT.length()).split(" ")))
                .findFirst()
                .orElseThrow(() -> new IOException("wrk failed: " + output));
    }

    private static Load parse(String[] figures) {
        return new Load(
                Long.parseLong(figures[0]),
                Long.parseLong(figures[1]),
                micros(figures[2]),
                micros(figures[3]),
                micros(figures[4]),
                micros(figures[5]));
    }

    private static Duration micros(String figure) {
        return Duration.of(Long.parseLong(figure), ChronoUnit.MICROS);
    }
}
