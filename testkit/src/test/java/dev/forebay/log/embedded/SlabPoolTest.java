package dev.forebay.log.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class SlabPoolTest {
    private static final int SLAB = 4 << 10;
    private static final int LARGE = 3 * SLAB;

    private int asked;
    private int largest = LARGE;
    private int largestInHeap;
    private final SlabPool pool =
            new SlabPool(SLAB, 8 * SLAB, new LogMemory(this::outside, this::inHeap));

    private ByteBuffer outside(int bytes) {
        asked++;
        return memory(bytes, largest);
    }

    private ByteBuffer inHeap(int bytes) {
        return memory(bytes, largestInHeap);
    }

    private static ByteBuffer memory(int bytes, int most) {
        if (bytes > most) {
            throw new OutOfMemoryError("planted");
        }
        return ByteBuffer.allocate(bytes);
    }

    @Test
    void what_finds_no_memory_waits_for_all_that_is_in_use_and_asks_once_more() throws Exception {
        Slab one = taken(SLAB);
        Slab two = taken(SLAB);
        largest = SLAB;
        assertThat(pool.acquire(LARGE)).isNull();
        assertThat(pool.isUnderPressure()).isTrue();
        int before = asked;
        pool.release(one);
        assertThat(pool.acquire(LARGE)).isNull();
        assertThat(asked).as("asking is slow where there is none").isEqualTo(before);

        pool.release(two);
        largest = LARGE;
        assertThat(pool.acquire(LARGE)).isNotNull();
    }

    @Test
    void with_nothing_in_use_there_is_nothing_to_wait_for() throws Exception {
        largest = SLAB;
        pool.release(taken(SLAB));
        assertThatThrownBy(() -> pool.acquire(LARGE)).isInstanceOf(NoMemoryException.class);
        assertThat(pool.isUnderPressure()).isFalse();
        assertThat(pool.acquire(SLAB)).as("others go on").isNotNull();
    }

    @Test
    void with_nothing_in_use_the_heap_may_have_room() throws Exception {
        largest = SLAB;
        largestInHeap = LARGE;
        assertThat(taken(LARGE).room()).isEqualTo(LARGE);
        assertThat(pool.acquire(LARGE)).as("the heap is the last resort").isNull();
        assertThat(pool.acquireBeyondBudget(LARGE).room()).isEqualTo(LARGE);
    }

    private Slab taken(int bytes) throws NoMemoryException {
        Slab slab = pool.acquire(bytes);
        assertThat(slab).isNotNull();
        return slab;
    }
}
