package dev.forebay.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;

/** Netty's decoder, which also refuses two kinds of length at once and says when bytes arrive. */
final class RequestDecoder extends HttpRequestDecoder {
    private final HttpConnection connection;

    RequestDecoder(HttpConnection connection, Limits limits) {
        super(
                new HttpDecoderConfig()
                        .setMaxInitialLineLength(limits.maxLineBytes())
                        .setMaxHeaderSize(limits.maxHeadBytes())
                        .setMaxChunkSize(limits.maxBodyBytes())
                        .setHeadersFactory(CountedHeaders.factory(limits.maxHeaders()))
                        .setTrailersFactory(CountedHeaders.factory(limits.maxHeaders()))
                        .setAllowDuplicateContentLengths(false)
                        .setStrictLineParsing(true)
                        .setUseRfc9112TransferEncoding(true));
        this.connection = connection;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) throws Exception {
        connection.bytesArrived();
        super.channelRead(context, bytes);
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new RequestRules.AmbiguousLength();
    }
}
