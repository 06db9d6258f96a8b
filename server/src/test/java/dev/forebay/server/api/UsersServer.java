package dev.forebay.server.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    @Override
    public void close() throws IOException {
        server.close();
        Files.delete(password);
    }
}
