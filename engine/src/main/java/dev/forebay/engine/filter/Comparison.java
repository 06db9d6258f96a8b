package dev.forebay.engine.filter;

/** How a figure stands to another. */
public enum Comparison {
    LESS("<"),
    AT_MOST("<="),
    EQUAL("="),
    UNEQUAL("!="),
    AT_LEAST(">="),
    GREATER(">");

    private final String sign;

    Comparison(String sign) {
        this.sign = sign;
    }

    /** As it is written. */
    public String sign() {
        return sign;
    }

    boolean holds(long left, long right) {
        return switch (this) {
            case LESS -> left < right;
            case AT_MOST -> left <= right;
            case EQUAL -> left == right;
            case UNEQUAL -> left != right;
            case AT_LEAST -> left >= right;
            case GREATER -> left > right;
        };
    }
}
