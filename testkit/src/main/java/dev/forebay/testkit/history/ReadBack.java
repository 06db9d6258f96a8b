package dev.forebay.testkit.history;

import java.util.SortedMap;

/**
 * A partition as its log was read at the end.
 *
 * @param from first offset that the log still keeps
 * @param to one more than the last
 * @param ids the message id at each offset; offsets may have gaps
 */
public record ReadBack(
        String queue, int partition, long from, long to, SortedMap<Long, Long> ids) {}
