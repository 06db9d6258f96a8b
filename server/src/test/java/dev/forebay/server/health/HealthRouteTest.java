package dev.forebay.server.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.log.Damage;
import dev.forebay.log.StoreState;
import dev.forebay.server.LocalListener;
import dev.forebay.server.health.Check.Answer;
import dev.forebay.server.health.Check.Weight;
import dev.forebay.server.machine.EventLoopLane;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthRouteTest {
    private final LocalListener listener = new LocalListener();
    private final AtomicReference<StoreState> state =
            new AtomicReference<>(new StoreState.Accepting());
    private final AtomicReference<List<Damage>> damages = new AtomicReference<>(List.of());

    @BeforeEach
    void serve() throws IOException {
        List<Check> checks =
                List.of(
                        new Check("storage", Weight.NEEDED, () -> LogChecks.storage(state.get())),
                        new Check("disk", Weight.ADVICE, () -> LogChecks.disk(state.get())),
                        new Check("damage", Weight.ADVICE, () -> LogChecks.damage(damages.get())));
        listener.serve(new HealthRoute(checks, new EventLoopLane(listener.loops.next())));
    }

    @AfterEach
    void close() {
        listener.close();
    }

    @Test
    void a_well_server_is_live_and_ready() {
        assertThat(listener.get("/health/live").statusCode()).isEqualTo(200);
        assertThat(listener.get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(listener.get("/health/ready").body()).startsWith("ready\nstorage well: ");
    }

    @Test
    void p6_failed_storage_is_not_ready_but_live() {
        state.set(new StoreState.Failed("sync: Input/output error"));

        assertThat(listener.get("/health/live").statusCode()).isEqualTo(200);
        assertThat(listener.get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(listener.get("/health/checks/storage").body())
                .contains("Input/output error")
                .contains("until a restart");
    }

    @Test
    void p8_a_full_disk_stays_ready_and_its_own_check_tells() {
        state.set(new StoreState.UsingReserve(0.75));

        assertThat(listener.get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(listener.get("/health/checks/disk").statusCode()).isEqualTo(503);
        assertThat(listener.get("/health/checks/disk").body()).contains("75 %");
    }

    @Test
    void p7_known_damage_is_shown_with_its_place() {
        damages.set(
                List.of(
                        new Damage(
                                "segments/7",
                                4096,
                                512,
                                "q/7",
                                10,
                                12,
                                Damage.Kind.CORRUPT,
                                "CRC")));

        assertThat(listener.get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(listener.get("/health/checks/damage").statusCode()).isEqualTo(503);
        assertThat(listener.get("/health/checks/damage").body()).contains("segments/7 at 4096");
    }

    @Test
    void an_unknown_check_is_not_found() {
        assertThat(listener.get("/health/checks/nothing").statusCode()).isEqualTo(404);
        assertThat(listener.get("/health/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void a_detail_stays_on_its_line() {
        assertThat(Answer.well("a").detail()).isEqualTo("a");
        state.set(new StoreState.Failed("two\nlines"));

        assertThat(listener.get("/health/checks/storage").body()).hasLineCount(1);
    }
}
