package dev.forebay.server.amqp.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What docs/amqp.md says the two brokers are to answer differently.
 *
 * @param answers by the scenarios' names, from the table
 * @param words scenarios in which a fault has the same code and other words, from the list
 */
record ListedDifferences(Map<String, Listed> answers, Set<String> words) {
    /** In place of an answer that the other alone gives. */
    static final String NOTHING = "nothing";

    private static final Path PAGE = Path.of("../docs/amqp.md");
    private static final String CHAPTER = "## Compared with RabbitMQ";
    private static final String ITEM = "- ";

    /**
     * What is to differ.
     *
     * @param rabbit a part of what RabbitMQ answers, and Forebay does not
     * @param forebay a part of what Forebay answers, and RabbitMQ does not
     */
    record Listed(String rabbit, String forebay) {}

    static ListedDifferences read() throws IOException {
        Map<String, Listed> answers = new LinkedHashMap<>();
        Set<String> words = new LinkedHashSet<>();
        boolean within = false;
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith("## ")) {
                within = line.startsWith(CHAPTER);
            } else if (within && line.startsWith("| ") && !line.startsWith("| what ")) {
                String[] cells = line.split("\\|", -1);
                answers.put(cells[1].strip(), new Listed(plain(cells[2]), plain(cells[3])));
            } else if (within && line.startsWith(ITEM)) {
                words.add(line.substring(ITEM.length()).strip());
            }
        }
        return new ListedDifferences(answers, words);
    }

    private static String plain(String cell) {
        return cell.strip().replace("`", "");
    }
}
