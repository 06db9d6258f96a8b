package dev.forebay.dist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation as people read it in the repository.
 *
 * @param file relative to the root of the checkout
 */
record Page(Path file) {
    /** The checkout, from where tests of this module run. */
    static final Path ROOT = Path.of("..");

    private static final String FENCE = "```";
    private static final Pattern HEADING = Pattern.compile("#{1,6} +(.*?)\\s*");
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("`[^`]*`");
    private static final Pattern LINK_TEXT = Pattern.compile("\\[([^\\]]*)]\\([^)]*\\)");
    private static final Set<String> WITHOUT_PAGES =
            Set.of(".git", "target", "node_modules", "forebay-data");

    /**
     * A fenced block of code.
     *
     * @param line where it begins, from 1
     * @param language what stands behind its fence; empty for none
     */
    record Block(Path page, int line, String language, String text) {
        @Override
        public String toString() {
            return page + ", line " + line + " (" + language + ")";
        }
    }

    /** All pages of the checkout. */
    static List<Page> all() {
        List<Page> pages = new ArrayList<>();
        collect(ROOT, pages);
        return pages;
    }

    private static void collect(Path folder, List<Page> pages) {
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.sorted().toList()) {
                String name = entry.getFileName().toString();
                if (Files.isDirectory(entry) && !WITHOUT_PAGES.contains(name)) {
                    collect(entry, pages);
                } else if (name.endsWith(".md")) {
                    pages.add(new Page(ROOT.relativize(entry)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(ROOT.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its blocks of code, in order. */
    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        List<String> lines = lines();
        int began = -1;
        for (int at = 0; at < lines.size(); at++) {
            if (!lines.get(at).startsWith(FENCE)) {
                continue;
            }
            if (began < 0) {
                began = at;
            } else {
                String text = String.join("\n", lines.subList(began + 1, at));
                String language = lines.get(began).substring(FENCE.length());
                blocks.add(new Block(file, began + 1, language, text));
                began = -1;
            }
        }
        if (began >= 0) {
            throw new IllegalStateException(file + " has a block without an end");
        }
        return blocks;
    }

    /** Its lines without those of blocks. */
    private List<String> prose() {
        List<String> prose = new ArrayList<>();
        boolean inside = false;
        for (String line : lines()) {
            boolean fence = line.startsWith(FENCE);
            if (!fence && !inside) {
                prose.add(line);
            }
            inside ^= fence;
        }
        return prose;
    }

    /** What its links lead to, but for other sites: paths, anchors and both. */
    List<String> links() {
        List<String> links = new ArrayList<>();
        for (String line : prose()) {
            Matcher link = LINK.matcher(CODE.matcher(line).replaceAll("code"));
            while (link.find()) {
                if (!link.group(1).contains("://") && !link.group(1).startsWith("mailto:")) {
                    links.add(link.group(1));
                }
            }
        }
        return links;
    }

    /** What can stand behind the # of a link to it, as GitHub makes it of headings. */
    Set<String> anchors() {
        Set<String> anchors = new HashSet<>();
        Map<String, Integer> seen = new HashMap<>();
        for (String line : prose()) {
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) {
                String anchor =
                        LINK_TEXT
                                .matcher(heading.group(1))
                                .replaceAll("$1")
                                .toLowerCase(Locale.ROOT)
                                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                                .replace(' ', '-');
                int earlier = seen.merge(anchor, 1, Integer::sum) - 1;
                anchors.add(earlier == 0 ? anchor : anchor + "-" + earlier);
            }
        }
        return anchors;
    }
}
