package dev.forebay.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The examples of docs/http-api.md do what the page says. */
class HttpApiPageTest {
    private static final String ANY = "…";

    /** What is sent and what comes back. */
    private record Example(String method, String path, String body, int status, String answer) {}

    @Test
    void every_example_of_the_page_is_so() throws Exception {
        List<Example> examples = examples();
        assertThat(examples).hasSizeGreaterThan(10);
        try (ApiServer server = new ApiServer()) {
            ApiClient api = server.client();
            String lease = "";
            for (Example example : examples) {
                var request =
                        api.json(example.path().replace("{lease}", lease))
                                .method(
                                        example.method(),
                                        BodyPublishers.ofString(
                                                example.body().replace("{lease}", lease)));
                var answer = api.send(request).expect(example.status());
                if (!example.answer().isEmpty()) {
                    JsonNode shown = ApiClient.JSON.readTree(example.answer());
                    assertThat(differences(shown, answer.json(), "")).as("%s", example).isEmpty();
                }
                lease = answer.json().at("/messages/0/lease").asString(lease);
                String cookie = answer.header("Set-Cookie");
                if (!cookie.isEmpty()) {
                    api.close();
                    api =
                            server.client(
                                    "Cookie",
                                    cookie.substring(0, cookie.indexOf(';')),
                                    "X-Forebay-Csrf",
                                    answer.json().path("csrf").asString());
                }
            }
            api.close();
        }
    }

    private static List<Example> examples() throws Exception {
        List<Example> examples = new ArrayList<>();
        String page = Files.readString(Path.of("../docs/http-api.md"));
        for (String block : page.split("```\n", -1)) {
            if (!block.startsWith("> ")) {
                continue;
            }
            String[] route = {};
            String body = "";
            String status = "";
            String answer = "";
            for (String line : block.lines().toList()) {
                String text = line.substring(2);
                if (line.startsWith("> ") && route.length == 0) {
                    route = text.split(" ", 2);
                } else if (line.startsWith("> ")) {
                    body += text;
                } else if (status.isEmpty()) {
                    status = text;
                } else {
                    answer += text;
                }
            }
            examples.add(new Example(route[0], route[1], body, Integer.parseInt(status), answer));
        }
        return examples;
    }

    private static List<String> differences(JsonNode shown, JsonNode got, String at) {
        List<String> found = new ArrayList<>();
        if (shown.isObject()) {
            shown.properties()
                    .forEach(member ->
                            found.addAll(
                                    differences(
                                            member.getValue(),
                                            got.path(member.getKey()),
                                            at + "/" + member.getKey())));
        } else if (shown.isArray()) {
            if (shown.size() != got.size()) {
                found.add(at + " has " + got.size() + " elements");
            }
            for (int i = 0; i < shown.size(); i++) {
                found.addAll(differences(shown.get(i), got.path(i), at + "/" + i));
            }
        } else if (shown.isString() && shown.asString().equals(ANY)) {
            if (got.isMissingNode()) {
                found.add(at + " is not there");
            }
        } else if (!shown.equals(got)) {
            found.add(at + " is " + got);
        }
        return found;
    }
}
