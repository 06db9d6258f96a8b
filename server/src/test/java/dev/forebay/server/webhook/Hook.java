package dev.forebay.server.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;

/** A webhook that keeps what it is told, and answers as tests wish. */
public final class Hook implements AutoCloseable {
    private final HttpServer server;
    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();

    /** Statuses of the next answers; 204 when there is none. */
    public final Queue<Integer> answers = new ConcurrentLinkedQueue<>();

    /** A request as it came. */
    @SuppressWarnings("ArrayRecordComponent") // looked at, never compared
    public record Request(String path, Map<String, List<String>> headers, byte[] body) {
        public String header(String name) {
            return headers.getOrDefault(name, List.of("")).getFirst();
        }
    }

    public Hook() throws IOException {
        this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    /** One that speaks TLS. */
    static Hook secure(SSLContext tls) throws IOException {
        HttpsServer secure =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(tls));
        return new Hook(secure);
    }

    private Hook(HttpServer server) {
        this.server = server;
        server.createContext("/", this::take);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Integer wanted = answers.poll();
        exchange.getResponseHeaders().set("Location", address() + "/elsewhere");
        exchange.sendResponseHeaders(wanted == null ? 204 : wanted, -1);
        exchange.close();
        requests.add(
                new Request(
                        exchange.getRequestURI().toString(), exchange.getRequestHeaders(), body));
    }

    public String address() {
        return "http://127.0.0.1:" + port();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Waits for so many requests in all, and answers them in their order. */
    public List<Request> await(int many) {
        Awaitility.await().until(() -> requests.size() >= many);
        return List.copyOf(requests);
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
