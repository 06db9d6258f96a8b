package dev.forebay.server.clients;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** AWS SDK for Java v2 clients of one server, set up as its users do. */
record SdkClients(URI endpoint) {
    private static final int CONNECTIONS = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    static StaticCredentialsProvider credentials() {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret"));
    }

    SqsClient sync() {
        return SqsClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials())
                .httpClientBuilder(
                        UrlConnectionHttpClient.builder()
                                .connectionTimeout(PATIENCE)
                                .socketTimeout(PATIENCE))
                .build();
    }

    SqsAsyncClient async() {
        return SqsAsyncClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials())
                .httpClientBuilder(
                        NettyNioAsyncHttpClient.builder()
                                .maxConcurrency(CONNECTIONS)
                                .readTimeout(PATIENCE))
                .build();
    }
}
