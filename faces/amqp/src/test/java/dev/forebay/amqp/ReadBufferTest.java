package dev.forebay.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.Test;

class ReadBufferTest {
    private static final int READ = 64 << 10;

    private final ByteBufAllocator alloc = UnpooledByteBufAllocator.DEFAULT;
    private final ReadBuffer buffer = new ReadBuffer();

    @Test
    void what_is_decoded_makes_room_though_bodies_were_in_use_at_the_end_of_each_turn() {
        ByteBuf all = Unpooled.EMPTY_BUFFER;
        for (int i = 0; i < 1_000; i++) {
            all = buffer.cumulate(alloc, all, read());
            ByteBuf body = all.readRetainedSlice(all.readableBytes() - 100);
            // As Netty does at the end of a turn, in vain: the body is in use.
            assertThat(all.refCnt()).isGreaterThan(1);
            body.release();
        }
        assertThat(all.capacity()).isLessThan(4 * READ);
        all.release();
    }

    @Test
    void bodies_that_are_in_use_keep_their_bytes() {
        ByteBuf all = buffer.cumulate(alloc, Unpooled.EMPTY_BUFFER, read().setByte(0, 7));
        ByteBuf body = all.readRetainedSlice(READ - 1);

        all = buffer.cumulate(alloc, all, read());

        assertThat(body.getByte(0)).isEqualTo((byte) 7);
        assertThat(all.readableBytes()).isEqualTo(READ + 1);
        body.release();
        all.release();
    }

    private ByteBuf read() {
        return alloc.buffer(READ).writeZero(READ);
    }
}
