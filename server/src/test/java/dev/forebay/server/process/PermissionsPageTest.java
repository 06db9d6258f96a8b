package dev.forebay.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.access.Operation;
import dev.forebay.sqs.SqsRules;
import dev.forebay.sqs.codec.SqsAction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PermissionsPageTest {
    private static final Path PAGE = Path.of("../docs/permissions.md");

    /** With -Dforebay.write-docs the page is written anew instead. */
    @Test
    void the_page_says_what_the_tables_say() throws IOException {
        if (System.getProperty("forebay.write-docs") != null) {
            Files.writeString(PAGE, PermissionsPage.markdown(), StandardCharsets.UTF_8);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(PermissionsPage.markdown());
    }

    @ParameterizedTest
    @EnumSource(SqsAction.class)
    void an_action_is_named_in_policies_as_its_rule_is(SqsAction action) {
        Operation operation = SqsRules.operation(action);
        String single = action.title().replaceFirst("Batch$", "");

        if (operation != Operation.LIST_QUEUES) {
            assertThat(operation.policyAction().orElse("").toLowerCase(Locale.ROOT))
                    .isEqualTo(single.toLowerCase(Locale.ROOT));
        }
        assertThat(PermissionsPage.markdown()).contains(action.title());
    }
}
