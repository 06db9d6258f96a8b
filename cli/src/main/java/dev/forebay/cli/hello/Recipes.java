package dev.forebay.cli.hello;

import dev.forebay.cli.api.Api;
import dev.forebay.cli.api.Credentials;
import dev.forebay.cli.api.Ports;
import dev.forebay.cli.hello.Recipe.Language;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The recipes for one server and one who asks there. */
final class Recipes {
    private static final String KEY = "AWS_ACCESS_KEY_ID";
    private static final String ANY_KEYS_IN_SHELL =
            "export AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any AWS_DEFAULT_REGION=us-east-1\n";
    private static final String ANY_KEYS_IN_PYTHON =
            ",\n    aws_access_key_id=\"any\", aws_secret_access_key=\"any\"";

    private static final String ANY_KEYS_IN_JAVA =
            "StaticCredentialsProvider.create(AwsBasicCredentials.create(\"any\", \"any\"))";
    private static final String OWN_KEYS_IN_JAVA = "DefaultCredentialsProvider.create()";

    private final String server;
    private final Optional<URI> amqp;
    private final boolean open;

    private Recipes(String server, Optional<URI> amqp, boolean open) {
        this.server = server;
        this.amqp = amqp;
        this.open = open;
    }

    /**
     * For a server.
     *
     * @param who asks; where there are no users it is nobody
     */
    static Recipes of(Api api, Credentials who) throws IOException, InterruptedException {
        return new Recipes(
                api.server().toString(), Ports.amqp(api), who instanceof Credentials.Nobody);
    }

    /** Those of other people's clients. */
    List<Recipe> all() throws IOException {
        List<Recipe> all = new ArrayList<>(List.of(curl(), aws(), boto3(), javaSqs()));
        if (amqp.isPresent()) {
            all.add(pika(amqp.get()));
            all.add(javaAmqp(amqp.get()));
        }
        return all;
    }

    /** That of this command line. */
    static String own() throws IOException {
        return read("forebay.txt");
    }

    private Recipe curl() throws IOException {
        String auth = open ? "" : " \\\n  -H \"Authorization: Bearer $FOREBAY_TOKEN\"";
        return new Recipe(
                "curl",
                "Any shell: curl",
                Language.SHELL,
                filled("curl.sh", Map.of("auth", auth)),
                open || hasVariable("FOREBAY_TOKEN")
                        ? ""
                        : "needs a token in FOREBAY_TOKEN: forebay users token NAME");
    }

    private Recipe aws() throws IOException {
        return new Recipe(
                "aws",
                "Amazon's command line: aws",
                Language.SHELL,
                filled("aws.sh", Map.of("keys", open ? ANY_KEYS_IN_SHELL : "")),
                keyless());
    }

    private Recipe boto3() throws IOException {
        return new Recipe(
                "boto3",
                "Python with Amazon's SDK: boto3",
                Language.PYTHON,
                filled("boto3.py", Map.of("keys", open ? ANY_KEYS_IN_PYTHON : "")),
                keyless());
    }

    private Recipe javaSqs() throws IOException {
        return new Recipe(
                "java-sqs",
                "Java with Amazon's SDK",
                Language.JAVA,
                filled("sqs.java", Map.of("keys", open ? ANY_KEYS_IN_JAVA : OWN_KEYS_IN_JAVA)),
                "");
    }

    private Recipe javaAmqp(URI address) throws IOException {
        return new Recipe(
                "java-amqp",
                "Java with RabbitMQ's client",
                Language.JAVA,
                filled("amqp.java", Map.of("amqp", withUser(address))),
                "");
    }

    private String withUser(URI address) {
        return address.toString().replace("//", "//" + (open ? "guest:guest@" : "USER:PASSWORD@"));
    }

    private Recipe pika(URI address) throws IOException {
        return new Recipe(
                "pika",
                "Python with a client of RabbitMQ: pika",
                Language.PYTHON,
                filled("pika.py", Map.of("amqp", withUser(address))),
                open ? "" : "needs a user's name and password in the address");
    }

    private String keyless() {
        return open || hasVariable(KEY)
                ? ""
                : "needs a key in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY: forebay users key"
                        + " NAME";
    }

    private static boolean hasVariable(String name) {
        return !System.getenv().getOrDefault(name, "").isEmpty();
    }

    private String filled(String file, Map<String, String> parts) throws IOException {
        String text = read(file).replace("${server}", server);
        for (Map.Entry<String, String> part : parts.entrySet()) {
            text = text.replace("${" + part.getKey() + "}", part.getValue());
        }
        return text;
    }

    private static String read(String file) throws IOException {
        try (InputStream page = Recipes.class.getResourceAsStream(file)) {
            return new String(Objects.requireNonNull(page).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
