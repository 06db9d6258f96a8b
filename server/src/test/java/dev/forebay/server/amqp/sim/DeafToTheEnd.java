package dev.forebay.server.amqp.sim;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Keeps from those behind it that a connection ended. */
final class DeafToTheEnd extends ChannelInboundHandlerAdapter {
    @Override
    public void channelInactive(ChannelHandlerContext socket) {
        // This is the flaw.
    }
}
