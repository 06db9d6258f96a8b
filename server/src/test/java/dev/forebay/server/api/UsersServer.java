package dev.forebay.server.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SqsException;
import tools.jackson.databind.JsonNode;

/** A server that has an administrator, and what it takes to have further users. */
final class UsersServer implements AutoCloseable {
    static final String PASSWORD = "correct-horse-battery";

    private final Path password;
    private final ApiServer server;

    UsersServer(String... flags) throws Exception {
        password = Files.createTempFile("forebay-password-", "");
        Files.writeString(password, PASSWORD + "\n");
        List<String> all =
                new ArrayList<>(List.of("--users-admin-password-file", password.toString()));
        all.addAll(List.of(flags));
        server = new ApiServer(all.toArray(String[]::new));
    }

    ApiServer server() {
        return server;
    }

    /** Asks with nothing that says who it is. */
    ApiClient stranger() {
        return server.client();
    }

    /** Asks with a token of the administrator. */
    ApiClient admin() throws Exception {
        try (ApiClient guest = stranger()) {
            Session session = session(guest, "admin", PASSWORD);
            return server.client("Authorization", "Bearer " + token(session, "admin", "{}"));
        }
    }

    private String token(Session session, String user, String wish) throws Exception {
        try (ApiClient signedIn = server.client(session.headers())) {
            return token(signedIn, user, wish);
        }
    }

    /** The text of a new token. */
    static String token(ApiClient by, String user, String wish) throws Exception {
        return by.post("/v1/users/" + user + "/tokens", wish)
                .expect(201)
                .json()
                .path("text")
                .asString();
    }

    /** What a browser has after it signed in. */
    record Session(String cookie, String csrf) {
        String[] headers() {
            return new String[] {"Cookie", cookie, "X-Forebay-Csrf", csrf};
        }
    }

    static Session session(ApiClient guest, String user, String word) throws Exception {
        ApiClient.Answer answer =
                guest.post(
                                "/v1/session",
                                "{\"user\": \"" + user + "\", \"password\": \"" + word + "\"}")
                        .expect(201);
        JsonNode json = answer.json();
        String cookie = answer.header("Set-Cookie");
        return new Session(cookie.substring(0, cookie.indexOf(';')), json.path("csrf").asString());
    }

    /** Signs with a key as the API gave it. */
    SqsClient sqs(JsonNode key) {
        return SqsClient.builder()
                .endpointOverride(server.uri())
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(
                                        key.path("key").asString(), key.path("secret").asString())))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    /** Code and status of what the SQS API refuses. */
    static String refusal(Supplier<Object> call) {
        try {
            return call.get().toString();
        } catch (SqsException refused) {
            return refused.awsErrorDetails().errorCode() + " " + refused.statusCode();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.delete(password);
    }
}
