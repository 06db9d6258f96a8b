package dev.forebay.engine.core;

import dev.forebay.log.record.Header;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/** A header before others, without a copy of them. */
final class HeaderChain extends AbstractList<Header> implements RandomAccess {
    private final Header first;
    private final List<Header> others;

    HeaderChain(Header first, List<Header> others) {
        this.first = first;
        this.others = others;
    }

    @Override
    public Header get(int index) {
        return index == 0 ? first : others.get(index - 1);
    }

    @Override
    public int size() {
        return others.size() + 1;
    }
}
