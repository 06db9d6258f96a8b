package dev.forebay.cli.sqs;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls actions of the SQS API of one server in AWS JSON 1.0. Thread-safe. */
public final class SqsCalls {
    private static final String CONTENT_TYPE = "application/x-amz-json-1.0";
    private static final Duration LONGEST_CALL = Duration.ofSeconds(15);
    private static final int OK = 200;

    private final HttpClient http;
    private final URI server;
    private final RequestSigner signer;
    private final JsonMapper json = JsonMapper.builder().build();

    /** Of a server without users. */
    public SqsCalls(HttpClient http, URI server) {
        this(http, server, RequestSigner.NOBODY);
    }

    /** Of a server that wants requests to be signed. */
    public SqsCalls(HttpClient http, URI server, RequestSigner signer) {
        this.http = http;
        this.server = server;
        this.signer = signer;
    }

    /** The server that is called. */
    public URI server() {
        return server;
    }

    /**
     * Calls one action.
     *
     * @throws IOException when the server refuses, with its own words, or does not answer
     */
    public JsonNode call(String action, Map<String, ?> members)
            throws IOException, InterruptedException {
        String target = "AmazonSQS." + action;
        byte[] body = json.writeValueAsBytes(members);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server)
                        .timeout(LONGEST_CALL)
                        .header("Content-Type", CONTENT_TYPE)
                        .header("X-Amz-Target", target)
                        .POST(BodyPublishers.ofByteArray(body));
        signer.sign(request, server, target, body);
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        if (response.statusCode() != OK) {
            throw new IOException(
                    "%s was answered %d: %s"
                            .formatted(action, response.statusCode(), response.body().strip()));
        }
        return read(action, response.body());
    }

    private JsonNode read(String action, String body) throws IOException {
        try {
            return json.readTree(body.isEmpty() ? "{}" : body);
        } catch (JacksonException malformed) {
            throw new IOException(action + " was answered with no JSON", malformed);
        }
    }
}
