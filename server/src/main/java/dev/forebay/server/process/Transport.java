package dev.forebay.server.process;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;

/**
 * Netty's way to sockets: epoll on Linux, the JDK's elsewhere.
 *
 * @param loops the event loops; the first is the engine's lane as well
 * @param server the channel class that fits them
 */
record Transport(MultiThreadIoEventLoopGroup loops, Class<? extends ServerChannel> server) {
    private static final String THREADS = "forebay-loop";

    /** Whether it is the thread of an event loop. */
    static boolean isLoop(Thread thread) {
        return thread.getName().startsWith(THREADS);
    }

    static Transport open(int loops) {
        // Netty's own threads: its thread-locals are slow on any other.
        DefaultThreadFactory threads = new DefaultThreadFactory(THREADS, true);
        boolean epoll = Epoll.isAvailable();
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        return new Transport(
                new MultiThreadIoEventLoopGroup(loops, threads, io),
                epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class);
    }
}
