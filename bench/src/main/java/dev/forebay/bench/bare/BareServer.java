package dev.forebay.bench.bare;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** {@code BareServer PORT FOLDER}: runs until it is killed. */
public final class BareServer {
    private static final long FILE_BYTES = 64L << 20;
    private static final int ZEROS_BYTES = 1 << 20;

    private BareServer() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        var loop = loops.next();
        var commit =
                new GroupCommit(
                        zeroFilled(Path.of(args[1])),
                        FILE_BYTES,
                        waiting -> loop.execute(() -> waiting.forEach(BareHandler::answer)));
        Thread.ofPlatform().name("commit").start(commit);
        new ServerBootstrap()
                .group(loops)
                .channel(EpollServerSocketChannel.class)
                .childHandler(
                        new ChannelInitializer<Channel>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                channel.pipeline()
                                        .addLast(new HttpServerCodec(), new BareHandler(commit));
                            }
                        })
                .bind(
                        new InetSocketAddress(
                                InetAddress.getLoopbackAddress(), Integer.parseInt(args[0])))
                .sync()
                .channel()
                .closeFuture()
                .sync();
    }

    private static FileChannel zeroFilled(Path folder) throws IOException {
        Files.createDirectories(folder);
        FileChannel file =
                FileChannel.open(
                        folder.resolve("bare.log"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        ByteBuffer zeros = ByteBuffer.allocateDirect(ZEROS_BYTES);
        for (long at = 0; at < FILE_BYTES; at += ZEROS_BYTES) {
            file.write(zeros.clear(), at);
        }
        file.force(true);
        return file;
    }
}
