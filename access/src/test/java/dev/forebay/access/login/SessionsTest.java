package dev.forebay.access.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private final Random random = new Random(1);
    private final Sessions sessions =
            new Sessions(this::secret, new Sessions.Limits(1_000, 10_000, 3, 2));

    private byte[] secret(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void a_session_ends_when_it_rests_too_long() {
        Session session = sessions.begin("ann", 0, 0);

        assertThat(sessions.find(session.id(), 999)).isPresent();
        assertThat(sessions.find(session.id(), 1_998)).isPresent();
        assertThat(sessions.find(session.id(), 2_998)).isEmpty();
        assertThat(sessions.size()).isZero();
    }

    @Test
    void a_session_ends_however_busy_it_is() {
        Session session = sessions.begin("ann", 0, 0);
        for (long now = 500; now < 10_000; now += 500) {
            assertThat(sessions.find(session.id(), now)).isPresent();
        }
        assertThat(sessions.find(session.id(), 10_000)).isEmpty();
    }

    @Test
    void there_are_only_so_many() {
        Session first = sessions.begin("ann", 0, 0);
        Session second = sessions.begin("ann", 0, 1);
        Session third = sessions.begin("ann", 0, 2);
        assertThat(sessions.find(first.id(), 3)).isEmpty();
        assertThat(sessions.find(second.id(), 3)).isPresent();

        Session bob = sessions.begin("bob", 0, 4);
        Session eve = sessions.begin("eve", 0, 5);

        assertThat(sessions.size()).isEqualTo(3);
        assertThat(sessions.find(third.id(), 6)).isEmpty();
        assertThat(sessions.find(bob.id(), 6)).isPresent();
        assertThat(sessions.find(eve.id(), 6)).isPresent();
    }

    @Test
    void its_secrets_are_not_guessed_and_not_printed() {
        Session session = sessions.begin("ann", 0, 0);
        Sessions.Owner owner = sessions.find(session.id(), 1).orElseThrow();

        assertThat(session.id()).hasSize(43).isNotEqualTo(session.csrf());
        assertThat(session.toString()).doesNotContain(session.id(), session.csrf());
        assertThat(owner.toString()).doesNotContain(session.csrf());
        assertThat(owner.repeats(session.csrf())).isTrue();
        assertThat(owner.repeats(session.id())).isFalse();
        assertThat(owner.repeats("")).isFalse();
        assertThat(sessions.find("", 1)).isEmpty();
    }

    @Test
    void all_of_a_user_end_together() {
        Session ann = sessions.begin("ann", 0, 0);
        Session bob = sessions.begin("bob", 0, 0);

        sessions.endAll("ann");

        assertThat(sessions.find(ann.id(), 1)).isEmpty();
        assertThat(sessions.find(bob.id(), 1)).isPresent();
    }
}
