package dev.forebay.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.ParameterException;

/** Makes what a line that is being typed needs for completion: names at the server it names. */
final class Typed implements IFactory {
    private final IFactory usual = CommandLine.defaultFactory();
    private final OnServer server;

    private Typed(OnServer server) {
        this.server = server;
    }

    /** For the words so far. */
    static Typed of(List<String> words) {
        OnServer server = new OnServer();
        CommandLine line = new CommandLine(server).setUnmatchedArgumentsAllowed(true);
        try {
            var _ = line.parseArgs(words.toArray(String[]::new));
        } catch (ParameterException unfinished) {
            return new Typed(new OnServer());
        }
        return new Typed(server);
    }

    @Override
    public <K> K create(Class<K> wanted) throws Exception {
        K made = usual.create(wanted);
        if (made instanceof LiveNames names) {
            names.at(server);
        }
        return made;
    }
}
