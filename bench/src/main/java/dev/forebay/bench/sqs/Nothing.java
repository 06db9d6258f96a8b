package dev.forebay.bench.sqs;

/** The live traffic is alone. */
final class Nothing implements Background {
    @Override
    public void begin() {}

    @Override
    public long end() {
        return 0;
    }
}
