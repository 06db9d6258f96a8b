package dev.forebay.testkit.disk;

/** What was done to a file since its last sync. */
sealed interface Change {
    /** Applies all of it. */
    void applyTo(Pages pages);

    /** Bytes put at a position; nobody changes the array any more. */
    final class Write implements Change {
        private final long position;
        private final byte[] data;

        Write(long position, byte[] data) {
            this.position = position;
            this.data = data;
        }

        long position() {
            return position;
        }

        byte[] data() {
            return data;
        }

        long end() {
            return position + data.length;
        }

        @Override
        public void applyTo(Pages pages) {
            pages.write(position, data, 0, data.length);
        }
    }

    /** The file cut or extended to a size. */
    record Resize(long size) implements Change {
        @Override
        public void applyTo(Pages pages) {
            pages.resize(size);
        }
    }
}
