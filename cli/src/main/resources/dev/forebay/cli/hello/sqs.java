// with software.amazon.awssdk:sqs
SqsClient sqs = SqsClient.builder()
        .endpointOverride(URI.create("${server}"))
        .region(Region.US_EAST_1)
        .credentialsProvider(${keys})
        .build();
String queue = sqs.createQueue(r -> r.queueName("hello")).queueUrl();
sqs.sendMessage(r -> r.queueUrl(queue).messageBody("Hi from Java"));
