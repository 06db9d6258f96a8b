package dev.forebay.cli.output;

import java.io.Console;
import org.jline.terminal.impl.ffm.FfmTerminalProvider;
import org.jline.terminal.spi.SystemStream;

/** Which of this process' streams a person sits at. */
public final class Terminals {
    private Terminals() {}

    /** Whether stdin and stdout are a terminal: a person reads, and can be asked. */
    public static boolean isStdout() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    /** Whether stderr is one: a person can be told how far things are. */
    static boolean isStderr() {
        return new FfmTerminalProvider().isSystemStream(SystemStream.Error);
    }
}
