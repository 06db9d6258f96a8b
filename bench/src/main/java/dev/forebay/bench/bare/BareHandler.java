package dev.forebay.bench.bare;

import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_LENGTH;
import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_TYPE;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;

/** Submits each request's body; the answer has a SendMessage answer's size. */
final class BareHandler extends ChannelInboundHandlerAdapter {
    private static final ByteBuf ANSWER =
            Unpooled.unreleasableBuffer(
                    Unpooled.directBuffer()
                            .writeBytes(
                                    """
                                    {"MessageId":"6f1c0a52-0000-4000-8000-00000000002a",\
                                    "MD5OfMessageBody":"d41d8cd98f00b204e9800998ecf8427e"}\
                                    """
                                            .getBytes(StandardCharsets.US_ASCII))
                            .asReadOnly());

    private final GroupCommit commit;

    BareHandler(GroupCommit commit) {
        this.commit = commit;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpContent content) {
            commit.submit(context, content.content(), content instanceof LastHttpContent);
        }
        ReferenceCountUtil.release(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        commit.submitted();
    }

    static void answer(ChannelHandlerContext connection) {
        var response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, HttpResponseStatus.OK, ANSWER.duplicate());
        response.headers()
                .set(CONTENT_TYPE, "application/x-amz-json-1.0")
                .set(CONTENT_LENGTH, ANSWER.readableBytes());
        var _ = connection.writeAndFlush(response, connection.voidPromise());
    }
}
