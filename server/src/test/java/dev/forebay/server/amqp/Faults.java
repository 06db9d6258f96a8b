package dev.forebay.server.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** With which code the server ends a channel or connection. */
final class Faults {
    private Faults() {}

    /** The text with which the server closed the channel for what was asked. */
    static String channelFault(int code, ThrowingCallable deed) {
        AMQP.Channel.Close close = (AMQP.Channel.Close) signal(catchThrowable(deed)).getReason();
        assertThat(close.getReplyCode()).as(close.getReplyText()).isEqualTo(code);
        return close.getReplyText();
    }

    /** The text with which the server closed the connection for what was asked. */
    static String connectionFault(int code, ThrowingCallable deed) {
        AMQP.Connection.Close close =
                (AMQP.Connection.Close) signal(catchThrowable(deed)).getReason();
        assertThat(close.getReplyCode()).as(close.getReplyText()).isEqualTo(code);
        return close.getReplyText();
    }

    /** The same for what the client does not wait for. */
    static String laterFault(int code, Channel channel) {
        CompletableFuture<ShutdownSignalException> ended = new CompletableFuture<>();
        // Told at once where the channel has ended before.
        channel.addShutdownListener(ended::complete);
        return channelFault(
                code,
                () -> {
                    throw ended.get(20, TimeUnit.SECONDS);
                });
    }

    private static ShutdownSignalException signal(Throwable thrown) {
        assertThat(thrown).as("a refusal").isNotNull();
        Throwable cause = thrown;
        while (!(cause instanceof ShutdownSignalException) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return Objects.requireNonNull((ShutdownSignalException) cause);
    }
}
