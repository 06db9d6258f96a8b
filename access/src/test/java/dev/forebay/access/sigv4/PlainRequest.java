package dev.forebay.access.sigv4;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request put together by a test; changed copies of it are attacks. */
@SuppressWarnings("ArrayRecordComponent") // bytes of the wire; never compared
record PlainRequest(String method, String path, String query, List<String[]> fields, byte[] body)
        implements SignedRequest {
    static PlainRequest of(String method, String path, String query) {
        return new PlainRequest(method, path, query, List.of(), new byte[0]);
    }

    PlainRequest with(String name, String value) {
        List<String[]> more = new ArrayList<>(fields);
        more.add(new String[] {name, value});
        return new PlainRequest(method, path, query, more, body);
    }

    PlainRequest without(String name) {
        List<String[]> less = new ArrayList<>(fields);
        less.removeIf(field -> field[0].equalsIgnoreCase(name));
        return new PlainRequest(method, path, query, less, body);
    }

    PlainRequest replacing(String name, String value) {
        return without(name).with(name, value);
    }

    PlainRequest body(String text) {
        return new PlainRequest(method, path, query, fields, text.getBytes(StandardCharsets.UTF_8));
    }

    PlainRequest query(String changed) {
        return new PlainRequest(method, path, changed, fields, body);
    }

    PlainRequest path(String changed) {
        return new PlainRequest(method, changed, query, fields, body);
    }

    PlainRequest method(String changed) {
        return new PlainRequest(changed, path, query, fields, body);
    }

    @Override
    public @Nullable String header(String name) {
        List<String> values = headers(name);
        return values.isEmpty() ? null : values.getFirst();
    }

    @Override
    public List<String> headers(String name) {
        return fields.stream()
                .filter(field -> field[0].equalsIgnoreCase(name))
                .map(field -> field[1])
                .toList();
    }

    @Override
    public Iterable<String> headerNames() {
        Set<String> names = new LinkedHashSet<>();
        fields.forEach(field -> names.add(field[0].toLowerCase(Locale.ROOT)));
        return names;
    }

    @Override
    public int bodyLength() {
        return body.length;
    }
}
