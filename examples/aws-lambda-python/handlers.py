"""Three small functions, each wrapped as a real one would be."""

import json
import logging
import time

from faaslens_lambda import set_attribute, span, wrap

log = logging.getLogger(__name__)
log.setLevel(logging.INFO)


class NameTooLong(ValueError):
    """A caller's mistake that the function does not expect."""


@wrap
def greeting(event, context):
    """An HTTP API or a function URL: GET /?name=Ada"""
    name = (event.get("queryStringParameters") or {}).get("name", "world")
    if len(name) > 40:
        raise NameTooLong(f"{len(name)} letters are too many")
    set_attribute("greeting.name", name)
    log.info("greeting %s", name)
    with span("look up"):
        time.sleep(0.02)
    body = json.dumps({"greeting": f"Hello, {name}"})
    return {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": body}


@wrap
def orders(event, context):
    """A batch of an SQS queue; answers which messages to deliver again."""
    failures = []
    for record in event["Records"]:
        try:
            with span("reserve stock", {"order.id": json.loads(record["body"])["id"]}):
                time.sleep(0.005)
        except (KeyError, ValueError):
            log.exception("not an order: %s", record["messageId"])
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}


@wrap
def add(event, context):
    """Called directly, by another function or the command line: {"a": 1, "b": 2}"""
    if event.get("sleepSeconds"):
        with span("sleep"):
            time.sleep(event["sleepSeconds"])
    return event["a"] + event["b"]
