package dev.forebay.cli.hello;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import dev.forebay.cli.OnServer;
import dev.forebay.cli.hello.Outcome.Kind;
import dev.forebay.cli.output.Column;
import dev.forebay.cli.output.Listing;
import dev.forebay.cli.output.Output;
import dev.forebay.cli.output.Sheet;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.JsonNodeFactory;

/** Shows how to send a first message. */
@Command(
        name = "hello",
        description = {
            "Show how to send a first message, with this server's address.",
            "",
            "With --run it is done, by those of the clients that are on this machine: each",
            "makes the queue hello where it is not there and sends one message."
        },
        exitCodeList = {
            "0:told; with --run, a client sent and none failed",
            "1:with --run: a client failed, or there is none",
            "2:wrong usage",
            "6:no server answers at the address",
            "7:not allowed"
        })
public final class HelloCommand implements Callable<Integer> {
    private static final Sheet SHEET =
            Sheet.of(
                    "clients",
                    "/client",
                    Column.text("CLIENT", "/client"),
                    Column.text("SCRIPT", "/script"));

    @Mixin private OnServer server = new OnServer();
    @Mixin private Output output = new Output();

    @Option(names = "--run", description = "Run the clients that are on this machine.")
    private boolean run;

    /** For picocli. */
    public HelloCommand() {}

    @Override
    public Integer call() throws CommandFailed {
        return server.ask(api -> {
            Recipes recipes = Recipes.of(api, server.target().who());
            if (run) {
                return run(recipes.all()).number();
            }
            if (output.isForPeople()) {
                print(api.server().toString(), recipes.all());
            } else {
                list(recipes.all());
            }
            return ExitCode.OK.number();
        });
    }

    private void print(String address, List<Recipe> recipes) throws IOException {
        PrintWriter out = output.out();
        out.println("Your first message, through the server at " + address + ":");
        for (Recipe recipe : recipes) {
            print(out, recipe.title(), recipe.script());
        }
        print(out, "And this command line", Recipes.own());
        out.println();
        out.println("However it was sent, all of them see the same queue.");
        out.flush();
        output.talk().println("forebay hello --run runs those that are on this machine.");
    }

    private static void print(PrintWriter out, String title, String script) {
        out.println();
        out.println("  " + title);
        out.print(script.indent(4));
    }

    private void list(List<Recipe> recipes) {
        try (Listing listing = output.list(SHEET)) {
            recipes.forEach(recipe ->
                    listing.row(
                            JsonNodeFactory.instance
                                    .objectNode()
                                    .put("client", recipe.client())
                                    .put("script", recipe.script())));
            listing.complete();
        }
    }

    private ExitCode run(List<Recipe> recipes) throws IOException, InterruptedException {
        Machine machine = Machine.here();
        Set<Kind> seen = EnumSet.noneOf(Kind.class);
        try (Listing listing = output.list(Outcome.SHEET)) {
            for (Recipe recipe : recipes) {
                Outcome outcome = machine.run(recipe);
                listing.row(outcome.row());
                seen.add(outcome.kind());
            }
            listing.complete();
        }
        if (seen.contains(Kind.SENT)) {
            output.talk().println("See them: forebay browse hello");
        }
        return seen.contains(Kind.SENT) && !seen.contains(Kind.FAILED)
                ? ExitCode.OK
                : ExitCode.FAILED;
    }
}
