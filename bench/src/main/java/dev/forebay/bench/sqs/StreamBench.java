package dev.forebay.bench.sqs;

import dev.forebay.bench.process.ServerProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** Messages of 1 KiB as streams of JSON lines over the HTTP API; each counts once it is durable. */
public final class StreamBench {
    private static final int[] STREAMS = {1, 2, 4};
    private static final int BODY = 1_024;
    private static final int LINES = 60;

    private StreamBench() {}

    public static void main(String[] arguments) throws Exception {
        try (Bench bench = Bench.of(arguments);
                ServerProcess server = Contender.FOREBAY.start(bench)) {
            Sqs.at(server).createQueues(1);
            run(server, 2, bench.warm());
            System.out.println("| streams | messages/s | MiB/s of bodies | server CPU % |");
            System.out.println("|---|---|---|---|");
            for (int streams : STREAMS) {
                Duration before = server.cpu();
                long began = System.nanoTime();
                long sent = run(server, streams, bench.measure());
                double seconds = (System.nanoTime() - began) / 1e9;
                double cpu = server.cpu().minus(before).toNanos() / 1e7 / seconds;
                System.out.printf(
                        Locale.ROOT,
                        "| %d | %,.0f | %.0f | %.0f |%n",
                        streams,
                        sent / seconds,
                        sent / seconds * BODY / (1 << 20),
                        cpu);
            }
        }
    }

    /** Returns how many messages the server says are durable. */
    private static long run(ServerProcess server, int streams, Duration time) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(streams)) {
            Callable<Long> stream = () -> stream(server, time);
            long sent = 0;
            for (var one :
                    threads.invokeAll(Stream.generate(() -> stream).limit(streams).toList())) {
                sent += one.get();
            }
            return sent;
        }
    }

    private static long stream(ServerProcess server, Duration time) throws IOException {
        try (Socket socket =
                new Socket(server.address().getAddress(), server.address().getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(head());
            byte[] chunk = chunk();
            long end = System.nanoTime() + time.toNanos();
            while (System.nanoTime() < end) {
                out.write(chunk);
            }
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return sent(socket);
        }
    }

    private static byte[] head() {
        return ("POST /v1/queues/"
                        + Sqs.QUEUE
                        + "/messages?results=none HTTP/1.1\r\n"
                        + "Host: localhost\r\nContent-Type: application/x-ndjson\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] chunk() {
        String line = "{\"body\":\"" + "forebay ".repeat(BODY / 8) + "\"}\n";
        String lines = line.repeat(LINES);
        return (Integer.toHexString(lines.length()) + "\r\n" + lines + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static long sent(Socket socket) throws IOException {
        var answer =
                new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        for (String line = answer.readLine(); line != null; line = answer.readLine()) {
            int at = line.indexOf("\"sent\":");
            if (at >= 0) {
                return Long.parseLong(line.substring(at + 7).replaceAll("\\D.*", ""));
            }
        }
        throw new IOException("the stream was cut off");
    }
}
