package dev.forebay.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Objects;
import javax.net.ssl.SSLException;

/** Tells why a server gave no answer, and what may help. */
final class Unreachable {
    private Unreachable() {}

    static CommandFailed by(IOException failure, URI server) {
        return switch (failure) {
            case ConnectException unknown
                    when unknown.getCause() instanceof ConnectException cause
                            && cause.getCause() instanceof UnresolvedAddressException ->
                    unreachable("no machine is known by the name of " + server.getHost() + ".");
            case ConnectException _ -> nobody(server);
            case HttpConnectTimeoutException _ -> nobody(server);
            case HttpTimeoutException _ ->
                    unreachable(server + " did not answer in time. forebay doctor looks why.");
            case SSLException _ ->
                    unreachable(
                            "%s cannot be trusted or speaks no TLS: %s. Is it http://?"
                                    .formatted(server, words(failure)));
            default ->
                    isNoHttp(failure)
                            ? unreachable(
                                    ("what answers at %s does not speak HTTP. Is it the HTTP port, and"
                                                    + " not https://?")
                                            .formatted(server))
                            : new CommandFailed(
                                    ExitCode.FAILED,
                                    server + ": " + words(failure) + ". forebay doctor looks why.");
        };
    }

    /** In the words of the JDK's client, which has no exception of its own for it. */
    private static boolean isNoHttp(IOException failure) {
        return failure instanceof ProtocolException || words(failure).contains("HTTP/1.1");
    }

    private static CommandFailed nobody(URI server) {
        return unreachable(
                "no server answers at "
                        + server
                        + ". ./forebay start starts one; --server names another.");
    }

    private static CommandFailed unreachable(String sentence) {
        return new CommandFailed(ExitCode.UNREACHABLE, sentence);
    }

    private static String words(IOException failure) {
        return Objects.requireNonNullElse(failure.getMessage(), "the connection broke");
    }
}
