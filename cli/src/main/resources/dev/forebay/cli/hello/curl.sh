curl -sS --fail-with-body -X POST ${server}/v1/queues${auth} \
  -H 'Content-Type: application/json' -d '{"name": "hello"}'
curl -sS --fail-with-body -X POST ${server}/v1/queues/hello/messages${auth} \
  -H 'Content-Type: application/json' -d '{"body": "Hi from curl"}'
