package dev.forebay.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** As much of the SQS and the HTTP API as the demo uses, over memory, with planned misdeeds. */
final class LoopbackServer implements AutoCloseable {
    /** What it does wrong, and to which send. */
    enum Misdeed {
        NONE,
        /** Confirms a send and forgets the message. */
        LOSES,
        /** Answers a send with an error. */
        REFUSES,
        /** Stores a message twice. */
        DOUBLES,
        /** Dead-letters what fails in the outage. */
        BURIES
    }

    private static final String QUEUES = "/v1/queues/";
    private static final int VICTIM = 100;
    private static final long LONG_POLL = TimeUnit.MILLISECONDS.toNanos(100);

    private final JsonMapper json = JsonMapper.builder().build();
    private final Map<String, MemoryQueue> queues = new ConcurrentHashMap<>();
    private final AtomicLong sends = new AtomicLong();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Misdeed misdeed;
    private final HttpServer http;

    LoopbackServer(Misdeed misdeed) throws IOException {
        this.misdeed = misdeed;
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(threads);
        http.createContext("/", this::answer);
        http.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    /** Names of the queues that exist. */
    List<String> queues() {
        return List.copyOf(queues.keySet());
    }

    private void answer(HttpExchange exchange) throws IOException {
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        String path = exchange.getRequestURI().getPath();
        if (path.startsWith(QUEUES)) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            JsonNode members = json.readTree(body.length == 0 ? "{}".getBytes(UTF_8) : body);
            List<String> steps = List.of(path.substring(QUEUES.length()).split("/", -1));
            MemoryQueue queue = Objects.requireNonNull(queues.get(steps.getFirst()));
            write(exchange, 200, json.writeValueAsString(act(queue, steps, members)));
            return;
        }
        if (target == null) {
            StringBuilder page = new StringBuilder();
            queues.forEach((name, queue) -> page.append(queue.metrics(name)));
            write(exchange, 200, page.toString());
            return;
        }
        JsonNode members = json.readTree(exchange.getRequestBody().readAllBytes());
        String action = target.replace("AmazonSQS.", "");
        if (action.equals("SendMessage")
                && sends.incrementAndGet() == VICTIM
                && misdeed == Misdeed.REFUSES) {
            write(exchange, 500, "{\"__type\":\"InternalFailure\"}");
            return;
        }
        write(exchange, 200, json.writeValueAsString(act(action, members)));
    }

    private Map<String, ?> act(MemoryQueue queue, List<String> steps, JsonNode members) {
        return switch (steps.getLast()) {
            case "receive" -> receive(queue);
            case "settle" -> settle(queue, members.path("settlements"));
            case "release" -> release(queue, steps.get(2), members);
            default -> {
                JsonNode breaker = members.path("settings").path("breaker");
                if (breaker.isObject()) {
                    queue.breaker(
                            breaker.path("failures").asInt(),
                            TimeUnit.MILLISECONDS.toNanos(breaker.path("pauseMillis").asLong()));
                }
                yield Map.of("stats", stats(queue));
            }
        };
    }

    private static Map<String, ?> stats(MemoryQueue queue) {
        return queue.heldBack()
                .<Map<String, ?>>map(detail ->
                        Map.of("heldBack", Map.of("detail", detail, "retryAfterMillis", 100)))
                .orElse(Map.of());
    }

    private Map<String, ?> release(MemoryQueue queue, String lease, JsonNode members) {
        String reason = members.path("reason").asString();
        if (misdeed == Misdeed.BURIES && reason.equals(PaymentService.REFUSAL)) {
            queue.giveUp(lease);
        } else {
            queue.release(
                    lease,
                    reason,
                    System.nanoTime(),
                    TimeUnit.MILLISECONDS.toNanos(members.path("delayMillis").asLong()));
        }
        return Map.of();
    }

    private Map<String, ?> act(String action, JsonNode members) {
        String name = members.path("QueueName").asString(members.path("QueueUrl").asString(""));
        if (action.equals("CreateQueue")) {
            queues.put(name, create(members.path("Attributes")));
            return Map.of("QueueUrl", name);
        }
        MemoryQueue queue = Objects.requireNonNull(queues.get(name));
        return switch (action) {
            case "DeleteQueue" -> {
                queues.remove(name);
                yield Map.of();
            }
            case "GetQueueAttributes" ->
                    Map.of(
                            "Attributes",
                            Map.of(
                                    "QueueArn",
                                    name,
                                    "ApproximateNumberOfMessages",
                                    String.valueOf(queue.depth())));
            case "SendMessage" -> send(queue, members.path("MessageBody").asString());
            default -> throw new IllegalArgumentException(action);
        };
    }

    private MemoryQueue create(JsonNode attributes) {
        long lease =
                TimeUnit.SECONDS.toNanos(
                        Long.parseLong(attributes.path("VisibilityTimeout").asString("30")));
        JsonNode redrive = json.readTree(attributes.path("RedrivePolicy").asString("{}"));
        return new MemoryQueue(
                lease,
                Optional.ofNullable(queues.get(redrive.path("deadLetterTargetArn").asString(""))),
                redrive.path("maxReceiveCount").asInt(0));
    }

    private Map<String, ?> send(MemoryQueue queue, String body) {
        queue.send(body);
        if (sends.get() == VICTIM) {
            switch (misdeed) {
                case LOSES -> queue.lose();
                case DOUBLES -> queue.send(body);
                case NONE, REFUSES, BURIES -> {}
            }
        }
        return Map.of("MessageId", "m");
    }

    private static Map<String, ?> receive(MemoryQueue queue) {
        List<MemoryQueue.Given> given = queue.receive(System.nanoTime(), Pool.BATCH);
        if (given.isEmpty()) {
            LockSupport.parkNanos(LONG_POLL);
            given = queue.receive(System.nanoTime(), Pool.BATCH);
        }
        return Map.of("messages", given.stream().map(LoopbackServer::message).toList());
    }

    private static Map<String, ?> message(MemoryQueue.Given given) {
        return Map.of("lease", given.handle(), "body", given.body(), "attempt", given.receives());
    }

    private static Map<String, ?> settle(MemoryQueue queue, JsonNode settlements) {
        settlements.forEach(one -> queue.delete(one.path("lease").asString()));
        return Map.of("results", settlements.valueStream().map(_ -> Map.of("done", true)).toList());
    }

    private static void write(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
