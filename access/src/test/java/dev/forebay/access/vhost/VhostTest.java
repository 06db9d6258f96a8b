package dev.forebay.access.vhost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names in virtual hosts, and expressions over them. */
class VhostTest {
    @Test
    void the_default_hosts_queues_are_named_as_they_are() {
        assertThat(Vhost.DEFAULT.qualified("orders")).isEqualTo("orders");
        assertThat(Vhost.of("orders")).isEqualTo(Vhost.DEFAULT);
        assertThat(new Vhost("staging").qualified("orders")).isEqualTo("@staging/orders");
        assertThat(new Vhost("/a").qualified("x/y")).isEqualTo("@%2Fa/x/y");
    }

    @ParameterizedTest
    @ValueSource(strings = {"staging", "/", "a/b", "100%", "%2F", "%25", "@", " ", "ä", "a%2Fb"})
    void every_name_comes_back_from_its_queues(String name) {
        Vhost vhost = new Vhost(name);
        String queue = vhost.qualified("a/@b%");
        assertThat(Vhost.of(queue)).isEqualTo(vhost);
        assertThat(vhost.holds(queue)).isTrue();
        assertThat(vhost.local(queue)).isEqualTo("a/@b%");
    }

    @ParameterizedTest
    @ValueSource(strings = {"@", "@/", "@/x", "@x", "@%2F/x", "@a%2fb%/x", "@%/x", "@%41/x"})
    void what_no_host_spells_so_is_the_default_hosts(String queue) {
        assertThat(Vhost.of(queue)).isEqualTo(Vhost.DEFAULT);
        assertThat(Vhost.DEFAULT.leavesToOthers(queue)).isTrue();
    }

    @Test
    void a_host_has_a_name_of_bounded_length() {
        assertThatThrownBy(() -> new Vhost("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Vhost("ä".repeat(128)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(Vhost.of("@" + "a".repeat(300) + "/x")).isEqualTo(Vhost.DEFAULT);
    }

    @Test
    void expressions_search_and_the_empty_one_finds_nothing() {
        assertThat(NameRegex.of("ord").matches("my-orders")).isTrue();
        assertThat(NameRegex.of("^ord").matches("my-orders")).isFalse();
        assertThat(NameRegex.of("").matches("orders")).isFalse();
        assertThat(NameRegex.of(".*").matches("")).isTrue();
        assertThatThrownBy(() -> NameRegex.of("(a")).hasMessageContaining("RE2");
        assertThatThrownBy(() -> NameRegex.of("(?!a)b")).hasMessageContaining("lookaround");
        assertThatThrownBy(() -> NameRegex.of("a".repeat(NameRegex.LONGEST + 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void names_in_expressions_of_topics_stand_for_themselves() {
        TopicPermission own =
                TopicPermission.of("a.b", "/", "amq.topic", "^{username}\\.", "^{vhost}$");
        assertThat(own.write().matches("a.b.c")).isTrue();
        assertThat(own.write().matches("axb.c")).isFalse();
        assertThat(own.read().matches("/")).isTrue();
        assertThat(own.write().text()).isEqualTo("^{username}\\.");
    }
}
