package dev.forebay.server.amqp.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The table in docs/amqp.md of what the two brokers are to answer differently. */
final class ListedDifferences {
    private static final Path PAGE = Path.of("../docs/amqp.md");
    private static final String HEAD = "| what is played |";

    private ListedDifferences() {}

    /**
     * What is to differ.
     *
     * @param rabbit a part of what RabbitMQ answers, and Forebay does not
     * @param forebay a part of what Forebay answers, and RabbitMQ does not
     */
    record Listed(String rabbit, String forebay) {}

    /** By the scenarios' names. */
    static Map<String, Listed> read() throws IOException {
        Map<String, Listed> all = new LinkedHashMap<>();
        boolean within = false;
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith(HEAD)) {
                within = true;
            } else if (within && !line.startsWith("|")) {
                within = false;
            } else if (within && !line.startsWith("|---")) {
                String[] cells = line.split("\\|", -1);
                all.put(cells[1].strip(), new Listed(plain(cells[2]), plain(cells[3])));
            }
        }
        return all;
    }

    private static String plain(String cell) {
        return cell.strip().replace("`", "");
    }
}
