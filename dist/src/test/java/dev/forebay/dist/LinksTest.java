package dev.forebay.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Links of the pages lead somewhere, and the front page leads to all of them. */
final class LinksTest {
    private static final Path FRONT = Path.of("docs/README.md");

    @Test
    void every_link_leads_to_a_file_and_every_anchor_to_a_heading() {
        List<Page> pages = Page.all();
        assertThat(pages).hasSizeGreaterThan(15);
        List<String> broken = new ArrayList<>();
        for (Page page : pages) {
            for (String link : page.links()) {
                if (!leads(page, link)) {
                    broken.add(page.file() + ": " + link);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void the_front_page_leads_to_every_page() {
        Set<Path> linked =
                new Page(FRONT)
                        .links().stream()
                                .map(link -> target(FRONT, link))
                                .collect(Collectors.toSet());
        assertThat(Page.all())
                .map(Page::file)
                .filteredOn(file -> file.startsWith("docs") && !file.equals(FRONT))
                .filteredOn(file -> !linked.contains(file) && !linked.contains(file.getParent()))
                .isEmpty();
    }

    private static boolean leads(Page page, String link) {
        int hash = link.indexOf('#');
        Path target = target(page.file(), link);
        if (!Files.exists(Page.ROOT.resolve(target))) {
            return false;
        }
        return hash < 0 || new Page(target).anchors().contains(link.substring(hash + 1));
    }

    private static Path target(Path from, String link) {
        int hash = link.indexOf('#');
        String path = hash < 0 ? link : link.substring(0, hash);
        return path.isEmpty() ? from : from.resolveSibling(path).normalize();
    }
}
