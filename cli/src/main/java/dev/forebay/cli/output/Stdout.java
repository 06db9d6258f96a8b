package dev.forebay.cli.output;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where data goes. Unlike {@code System.out}, it lets one know that nobody reads any more, or why
 * what was printed could not be written.
 */
public final class Stdout {
    private static final String NOBODY_READS = "Broken pipe";

    private final Pipe pipe;
    private final PrintWriter writer;

    private Stdout(OutputStream out, Charset charset) {
        this.pipe = new Pipe(out);
        this.writer =
                new PrintWriter(new BufferedWriter(new OutputStreamWriter(pipe, charset)), true);
    }

    /** That of this process. */
    public static Stdout ofProcess() {
        return new Stdout(new FileOutputStream(FileDescriptor.out), System.out.charset());
    }

    /** For text. */
    public PrintWriter writer() {
        return writer;
    }

    /** Why not all could be written; a reader that has gone is no reason to complain. */
    public Optional<String> failure() {
        writer.flush();
        return Optional.ofNullable(pipe.failure)
                .map(failure -> Objects.requireNonNullElse(failure.getMessage(), "unknown"))
                .filter(words -> !words.equals(NOBODY_READS));
    }

    /** Keeps what a writer that throws nothing does not tell. */
    private static final class Pipe extends FilterOutputStream {
        private @Nullable IOException failure;

        Pipe(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            try {
                out.write(bytes, from, length);
            } catch (IOException broken) {
                failure = broken;
                throw broken;
            }
        }
    }
}
