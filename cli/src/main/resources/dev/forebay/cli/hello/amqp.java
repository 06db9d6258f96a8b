// with com.rabbitmq:amqp-client
ConnectionFactory factory = new ConnectionFactory();
factory.setUri("${amqp}");
try (Connection connection = factory.newConnection();
        Channel channel = connection.createChannel()) {
    channel.confirmSelect();
    channel.queueDeclare("hello", true, false, false, null);
    channel.basicPublish("", "hello", null, "Hi from Java".getBytes(StandardCharsets.UTF_8));
    channel.waitForConfirmsOrDie();
}
