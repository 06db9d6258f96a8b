package dev.forebay.http;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.TooLongHttpHeaderException;

/**
 * Header fields of one message while they arrive, no more than a number. The decoder bounds bytes
 * only, and a field of two bytes costs a hundred times as much once it is an object.
 */
final class CountedHeaders extends DefaultHttpHeaders {
    private final int most;

    private CountedHeaders(int most) {
        this.most = most;
    }

    static HttpHeadersFactory factory(int most) {
        return new HttpHeadersFactory() {
            @Override
            public HttpHeaders newHeaders() {
                return new CountedHeaders(most);
            }

            @Override
            public HttpHeaders newEmptyHeaders() {
                return new CountedHeaders(most);
            }
        };
    }

    /** The decoder's way in. */
    @Override
    public HttpHeaders add(CharSequence name, Object value) {
        return room().addField(name, value);
    }

    @Override
    public HttpHeaders add(String name, Object value) {
        return room().addField(name, value);
    }

    private HttpHeaders addField(CharSequence name, Object value) {
        return super.add(name, value);
    }

    private CountedHeaders room() {
        if (size() >= most) {
            throw new TooLongHttpHeaderException("more than " + most + " header fields");
        }
        return this;
    }
}
