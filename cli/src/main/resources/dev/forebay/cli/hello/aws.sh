${keys}aws --endpoint-url ${server} sqs create-queue --queue-name hello
aws --endpoint-url ${server} sqs send-message --message-body 'Hi from aws' \
  --queue-url ${server}/000000000000/hello
