package dev.forebay.server.process;

import java.nio.charset.StandardCharsets;

/**
 * A module of the console as browsers need it: without the comments that stand on lines of their
 * own and without indentation, which are for who reads the sources and would be a tenth of what is
 * sent. Only code for people to copy keeps its indentation.
 */
final class LeanScript {
    private static final String ENDING = ".js";

    /** Of our own; what others packed keeps its licence. */
    private static final String FOLDER = "js/";

    private static final String SNIPPETS = "js/parts/snippets.js";

    private LeanScript() {}

    /** The file of that name as it is sent. */
    static byte[] of(String name, byte[] content) {
        return name.startsWith(FOLDER) && name.endsWith(ENDING)
                ? lean(name, new String(content, StandardCharsets.UTF_8))
                        .getBytes(StandardCharsets.UTF_8)
                : content;
    }

    private static String lean(String name, String script) {
        boolean indented = name.equals(SNIPPETS);
        StringBuilder kept = new StringBuilder(script.length());
        boolean within = false;
        for (String line : script.split("\n", -1)) {
            String text = line.strip();
            boolean begins = !within && text.startsWith("/**");
            if (!within && !begins && !text.isEmpty() && !text.startsWith("//")) {
                kept.append(indented ? line : text).append('\n');
            }
            within = (within || begins) && !text.endsWith("*/");
        }
        return kept.toString();
    }
}
