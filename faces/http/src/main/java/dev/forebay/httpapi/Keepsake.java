package dev.forebay.httpapi;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Something that is kept over restarts and can be lost without harm to any message. Thread-safe;
 * nothing here waits for the disk.
 */
public interface Keepsake {
    /** Keeps nothing. */
    Keepsake NONE =
            new Keepsake() {
                @Override
                public void recall(Consumer<Optional<ByteBuffer>> then) {
                    then.accept(Optional.empty());
                }

                @Override
                public void keep(List<ByteBuffer> pieces, Runnable then) {
                    then.run();
                }
            };

    /**
     * Reads what was kept last.
     *
     * @param then told on any thread, once: of nothing when there is none, or what there is is not
     *     as it was written, which has been reported then
     */
    void recall(Consumer<Optional<ByteBuffer>> then);

    /**
     * Keeps the pieces one after the other, in place of what was kept before.
     *
     * @param then run on any thread when that is done, or has failed, which has been reported then
     */
    void keep(List<ByteBuffer> pieces, Runnable then);
}
