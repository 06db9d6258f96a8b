package dev.forebay.engine;

import java.util.OptionalLong;

/**
 * How much unsettled work a queue holds at most; further sends are refused.
 *
 * @param maxDepth most unsettled messages; empty for no limit
 * @param maxBytes most bytes of unsettled messages; empty for no limit
 */
public record DepthLimit(OptionalLong maxDepth, OptionalLong maxBytes) {
    public static DepthLimit none() {
        return new DepthLimit(OptionalLong.empty(), OptionalLong.empty());
    }
}
