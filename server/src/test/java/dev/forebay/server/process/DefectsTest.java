package dev.forebay.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DefectsTest {
    private final List<Integer> codes = new ArrayList<>();
    private final Defects defects = new Defects(codes::add);

    @Test
    void the_process_ends_with_an_event_loop_and_with_no_other_thread() throws Exception {
        Transport transport = Transport.open(1);
        Thread loop = transport.loops().submit(Thread::currentThread).get();
        var _ = transport.loops().shutdownGracefully();

        defects.uncaughtException(new Thread("forebay-stop"), new OutOfMemoryError());
        assertThat(codes).isEmpty();
        defects.uncaughtException(loop, new OutOfMemoryError());
        assertThat(codes).containsExactly(1);
    }
}
