"""Runs a program that dies, as by kill -9, in the place of its first DeleteMessage.

usage: crash_at_ack.py PROGRAM
"""

import os
import runpy
import sys

from botocore.client import BaseClient

call = BaseClient._make_api_call


def until_the_ack(client, operation, parameters):
    if operation == "DeleteMessage":
        os._exit(137)
    return call(client, operation, parameters)


BaseClient._make_api_call = until_the_ack
runpy.run_path(sys.argv[1], run_name="__main__")
