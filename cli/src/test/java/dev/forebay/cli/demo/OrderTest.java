package dev.forebay.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OrderTest {
    @ParameterizedTest
    @EnumSource
    void an_order_survives_its_body(Order.Kind kind) {
        Order order = new Order(12_345, kind);
        assertThat(Order.of(order.body())).contains(order);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "good order", "good order -1", "good order 12345678901"})
    void other_bodies_are_no_orders(String body) {
        assertThat(Order.of(body)).isEmpty();
    }
}
