package dev.forebay.bench.amqp;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * {@code SinkServer PORT}: confirms what is published at once and delivers it to the one consumer,
 * until it is killed. It has one queue, no disk and no rules: what is left of the time is the load
 * generator's own.
 */
public final class SinkServer {
    private SinkServer() {}

    public static void main(String[] arguments) throws InterruptedException {
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        var queue = new SinkQueue();
        new ServerBootstrap()
                .group(loops)
                .channel(EpollServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(
                        new ChannelInitializer<Channel>() {
                            @Override
                            protected void initChannel(Channel socket) {
                                socket.pipeline().addLast(new SinkConnection(queue, socket));
                            }
                        })
                .bind(
                        new InetSocketAddress(
                                InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0])))
                .sync()
                .channel()
                .closeFuture()
                .sync();
    }
}
