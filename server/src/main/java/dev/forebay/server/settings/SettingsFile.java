package dev.forebay.server.settings;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Reads a YAML file of settings. Keys may be dotted ({@code http.port: 1}), nested, or both; each
 * value keeps its line and column.
 */
final class SettingsFile {
    private final Path file;
    private final List<Given> given = new ArrayList<>();
    private final List<String> problems;
    private final Map<String, String> placeOfKey = new HashMap<>();

    private SettingsFile(Path file, List<String> problems) {
        this.file = file;
        this.problems = problems;
    }

    /** What the file says; what is wrong with its form is added to {@code problems}. */
    static List<Given> read(Path file, TextFiles files, List<String> problems) {
        SettingsFile reader = new SettingsFile(file, problems);
        try {
            reader.compose(files.read(file));
        } catch (NoSuchFileException missing) {
            problems.add("there is no settings file " + file + ".");
        } catch (IOException unreadable) {
            problems.add("cannot read the settings file " + file + ": " + unreadable.getMessage());
        }
        return reader.given;
    }

    private void compose(String text) {
        LoadSettings form = LoadSettings.builder().setLabel(file.toString()).build();
        try {
            Optional<Node> root = new Compose(form).composeReader(new StringReader(text));
            root.ifPresent(node -> walk("", node));
        } catch (MarkedYamlEngineException wrong) {
            problems.add(
                    "not valid YAML ("
                            + place(wrong.getProblemMark())
                            + "): "
                            + wrong.getProblem()
                            + ".");
        } catch (YamlEngineException wrong) {
            problems.add("not valid YAML (" + file + "): " + wrong.getMessage());
        }
    }

    private void walk(String prefix, Node node) {
        switch (node) {
            case MappingNode mapping -> mapping.getValue().forEach(pair -> enter(prefix, pair));
            case ScalarNode scalar when prefix.isEmpty() -> {
                if (!scalar.getValue().isEmpty()) {
                    problems.add(
                            "expected \"key: value\" lines (" + place(node.getStartMark()) + ").");
                }
            }
            default ->
                    problems.add(
                            "a list is not accepted "
                                    + (prefix.isEmpty() ? "here" : "for " + prefix)
                                    + " ("
                                    + place(node.getStartMark())
                                    + "); accepted are single values.");
        }
    }

    private void enter(String prefix, NodeTuple pair) {
        if (!(pair.getKeyNode() instanceof ScalarNode keyNode)) {
            problems.add("a key must be a word (" + place(pair.getKeyNode().getStartMark()) + ").");
            return;
        }
        String key = prefix.isEmpty() ? keyNode.getValue() : prefix + "." + keyNode.getValue();
        String place = place(keyNode.getStartMark());
        if (pair.getValueNode() instanceof ScalarNode scalar) {
            String earlier = placeOfKey.putIfAbsent(key, place);
            if (earlier == null) {
                given.add(new Given(key, scalar.getValue(), place));
            } else {
                problems.add(
                        "setting \""
                                + key
                                + "\" is given twice ("
                                + earlier
                                + " and "
                                + place
                                + ").");
            }
        } else {
            walk(key, pair.getValueNode());
        }
    }

    private String place(Optional<Mark> mark) {
        return mark.map(at -> file + ":" + (at.getLine() + 1) + ":" + (at.getColumn() + 1))
                .orElse(file.toString());
    }
}
