package dev.forebay.engine.core;

import dev.forebay.engine.filter.FilterText;
import dev.forebay.engine.filter.MessageFilter;

/** Filters as the catalog keeps them: their text form. */
final class FilterRecords {
    private FilterRecords() {}

    static String write(MessageFilter filter) {
        return FilterText.write(filter);
    }

    static MessageFilter read(String text) {
        return switch (FilterText.parse(text)) {
            case FilterText.Parsed.Filter parsed -> parsed.filter();
            case FilterText.Parsed.Wrong wrong ->
                    throw new IllegalStateException(
                            "a filter of the catalog cannot be read: " + wrong.message());
        };
    }
}
