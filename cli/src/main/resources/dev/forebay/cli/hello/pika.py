import pika
connection = pika.BlockingConnection(pika.URLParameters("${amqp}"))
channel = connection.channel()
channel.queue_declare("hello", durable=True)
channel.confirm_delivery()
channel.basic_publish("", "hello", b"Hi from pika")
connection.close()
