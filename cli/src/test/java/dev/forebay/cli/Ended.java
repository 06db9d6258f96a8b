package dev.forebay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.cli.api.Json;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/**
 * A command that ran in this process.
 *
 * @param code it ended with
 * @param data what it wrote to stdout
 * @param talk what it wrote to stderr
 */
record Ended(int code, String data, String talk) {
    /** Runs it to its end. */
    static Ended of(String stdin, String... arguments) {
        StringWriter data = new StringWriter();
        StringWriter talk = new StringWriter();
        CommandLine commandLine = Commands.of(arguments);
        commandLine.setOut(new PrintWriter(data, true)).setErr(new PrintWriter(talk, true));
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(stdin.getBytes(UTF_8)));
        try {
            return new Ended(commandLine.execute(arguments), data.toString(), talk.toString());
        } finally {
            System.setIn(before);
        }
    }

    Ended expect(ExitCode expected) {
        assertThat(code).as("%s%s", data, talk).isEqualTo(expected.number());
        return this;
    }

    JsonNode json() {
        return Json.MAPPER.readTree(data);
    }

    List<JsonNode> jsonLines() {
        return data.lines().map(Json.MAPPER::readTree).toList();
    }

    List<String> lines() {
        return data.lines().toList();
    }
}
