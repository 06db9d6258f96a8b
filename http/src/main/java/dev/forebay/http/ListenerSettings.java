package dev.forebay.http;

import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Where and how to listen.
 *
 * @param address port 0 takes a free one
 * @param limits what clients may cost
 * @param tls present: the listener speaks TLS only
 */
public record ListenerSettings(
        InetSocketAddress address, Limits limits, Optional<SslContext> tls) {}
