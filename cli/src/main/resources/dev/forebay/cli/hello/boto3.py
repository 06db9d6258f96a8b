import boto3
sqs = boto3.client("sqs", endpoint_url="${server}", region_name="us-east-1"${keys})
queue = sqs.create_queue(QueueName="hello")["QueueUrl"]
sqs.send_message(QueueUrl=queue, MessageBody="Hi from boto3")
