package dev.forebay.amqp.routing;

/** All bindings. */
final class FanoutMatcher implements Matcher {
    private final Targets all = new Targets();

    @Override
    public void add(Binding binding, Target target) {
        all.add(target);
    }

    @Override
    public void remove(Binding binding, Target target) {
        all.remove(target);
    }

    @Override
    public void match(RoutedMessage message, Walk walk) {
        all.reach(walk);
    }
}
