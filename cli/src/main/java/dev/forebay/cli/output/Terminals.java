package dev.forebay.cli.output;

import java.io.Console;
import java.util.Optional;
import org.jline.terminal.impl.ffm.FfmTerminalProvider;
import org.jline.terminal.spi.SystemStream;

/** Which of this process' streams a person sits at. */
public final class Terminals {
    private Terminals() {}

    /** The terminal, if stdin and stdout are one: a person reads, and can be asked. */
    @SuppressWarnings("SystemConsoleNull") // it is null where the JVM's own console is chosen
    static Optional<Console> person() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal);
    }

    /** Whether a person reads what goes to stdout. */
    public static boolean isStdout() {
        return person().isPresent();
    }

    /** Whether stderr is one: a person can be told how far things are. */
    static boolean isStderr() {
        return new FfmTerminalProvider().isSystemStream(SystemStream.Error);
    }
}
