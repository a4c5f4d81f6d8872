"""Traces, logs, errors and cold starts of Python functions on AWS Lambda, over OTLP, with the standard library alone.

Copy this file beside your handler:

    from faaslens_lambda import wrap

    @wrap
    def handler(event, context):
        ...

Configured by OTEL_EXPORTER_OTLP_ENDPOINT (and _HEADERS, _TIMEOUT in ms), OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES,
OTEL_TRACES_SAMPLER (always_on, always_off, parentbased_always_on), OTEL_{TRACES,LOGS}_EXPORTER=none and
OTEL_SDK_DISABLED. Nothing in here raises into the handler or changes what it answers. Python 3.9 and newer.
"""

import base64
import contextlib
import contextvars
import functools
import http.client
import json
import logging
import os
import platform
import queue
import re
import sys
import threading
import time
import traceback
import urllib.parse

__all__ = ["wrap", "span", "set_attribute", "traceparent"]

VERSION = "0.1.0"
_SCOPE = {"name": "@faaslens/instrumentation", "version": VERSION}

_LOADED_AT = time.monotonic()
# An environment that waited longer than this for its first event was prepared ahead of time.
_PROACTIVE_AFTER_S = 10
_PREPARED = ("provisioned-concurrency", "snap-start", "lambda-managed-instances")

_MAX_TEXT = 32_768
_MAX_RECORDS = 2_048
# Of log lines of one invocation: a function may have little memory, and more is never sent in the time that there is.
_MAX_LOG_CHARACTERS = 4 * 1024 * 1024
_MAX_EVENTS = 128
_MAX_PENDING = 512
# A collector that does not answer in time is left alone for this long, twice as long after each further time.
_FIRST_PAUSE_S, _MAX_PAUSE_S = 5.0, 60.0
# A failure that comes sooner costs nobody anything, so the next invocation may try again.
_TELLING_WAIT_S = 0.1

_INTERNAL, _SERVER, _CONSUMER = 1, 2, 5
_IS_REMOTE = 0x300
_KNOWN_LOCAL = 0x100


# ---------------------------------------------------------------------------------------------------------- describing


def _record(value):
    return value if isinstance(value, dict) else {}


def _text(value):
    return value if isinstance(value, str) and value else None


_TRACEPARENT = re.compile(r"^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$")
_XRAY = re.compile(r"Root=1-([0-9a-f]{8})-([0-9a-f]{24}).*Parent=([0-9a-f]{16})", re.I)


def _sender(traceparent_text):
    """(trace id, span id, flags) of a W3C `traceparent`, or None."""
    match = _TRACEPARENT.match((_text(traceparent_text) or "").strip())
    return (match[1], match[2], int(match[3], 16)) if match else None


class _XraySender(tuple):
    """A sender that only X-Ray knows: no parent, for it is nowhere else, and X-Ray may have taken no sample."""


def _xray_sender(header):
    match = _XRAY.search(_text(header) or "")
    if match is None:
        return None
    return _XraySender(((match[1] + match[2]).lower(), match[3].lower(), int("Sampled=1" in header)))


def _at(value, path):
    """What stands at a path such as `requestContext.http.method`."""
    for key in path.split("."):
        value = _record(value).get(key)
    return value


def _text_at(value, path):
    return _text(_at(value, path))


def _last_part(arn):
    """The part of an ARN after its last colon: the name of a queue, topic or table."""
    text = _text(arn)
    return text and text.split(":")[-1]


def _headers(event):
    """Header by lower-case name: API Gateway and ALB give `headers`, `multiValueHeaders` or both, in any case;
    CloudFront gives `{name: [{key, value}]}`."""
    found = {}
    for source in (_record(event.get("multiValueHeaders")), _record(event.get("headers"))):
        for name, value in source.items():
            value = value[0] if isinstance(value, list) and value else value
            value = _text(value) or _text(_record(value).get("value"))
            if value:
                found[str(name).lower()] = value
    return found


def _describe_http(event):
    """API Gateway (REST, HTTP, WebSocket), function URLs, ALB and Lambda@Edge."""
    # An authorizer, of a REST or of an HTTP API, is told the request too, but does not answer it.
    if _text(event.get("methodArn")) or _text(event.get("routeArn")):
        return None
    if _text(event.get("httpMethod")) or _text_at(event, "requestContext.http.method"):
        if isinstance(_at(event, "requestContext.elb"), dict):
            return _describe_request(event, "aws:elb", "http")
        is_url = ".lambda-url." in (_text_at(event, "requestContext.domainName") or "")
        return _describe_request(event, "aws:lambda-url" if is_url else "aws:apigateway")
    if _text_at(event, "requestContext.connectionId"):
        return _describe_web_socket(event)
    records = event.get("Records")
    request = _at(records[0], "cf.request") if isinstance(records, list) and records else None
    if isinstance(request, dict):
        http = {**request, "httpMethod": request.get("method"), "path": request.get("uri")}
        return _describe_request(http, "aws:cloudfront")
    return None


def _describe_request(event, source, scheme="https"):
    headers = _headers(event)
    # `GET /orders/{id}` without its method; the catch-all `$default` is no route.
    route = (_text(event.get("routeKey")) or "").split(" ")[-1]
    route = (route if route != "$default" else None) or _text(event.get("resource"))
    host = headers.get("host")
    attributes = {
        "faaslens.event_source": source,
        "http.request.method": _text(event.get("httpMethod")) or _text_at(event, "requestContext.http.method"),
        "http.route": route,
        "url.path": _text(event.get("rawPath"))
        or _text_at(event, "requestContext.http.path")
        or _text(event.get("path")),
        "url.scheme": headers.get("x-forwarded-proto", scheme),
        "server.address": _text_at(event, "requestContext.domainName") or (host and re.sub(r":\d+$", "", host)),
        "user_agent.original": _text_at(event, "requestContext.http.userAgent")
        or _text_at(event, "requestContext.identity.userAgent")
        or headers.get("user-agent"),
    }
    return {"trigger": "http", "name": route, "attributes": attributes, "parent": _sender(headers.get("traceparent"))}


def _describe_web_socket(event):
    headers = _headers(event)
    route = _text_at(event, "requestContext.routeKey")
    attributes = {
        "faaslens.event_source": "aws:apigateway-websocket",
        "faaslens.event_type": _text_at(event, "requestContext.eventType"),
        "faaslens.connection_id": _text_at(event, "requestContext.connectionId"),
        "http.route": route,
    }
    # Only the connect request is HTTP; messages after it have no headers and no answer.
    trigger = "http" if "host" in headers else "other"
    return {"trigger": trigger, "name": route, "attributes": attributes, "parent": _sender(headers.get("traceparent"))}


def _attribute_sender(attributes, value_key):
    carried = {str(name).lower(): _record(value) for name, value in _record(attributes).items()}
    return _sender(_record(carried.get("traceparent")).get(value_key))


def _sqs_sender(record):
    return (
        _attribute_sender(record.get("messageAttributes"), "stringValue")
        or _envelope_sender(record.get("body"))
        or _xray_sender(_at(record, "attributes.AWSTraceHeader"))
    )


def _envelope_sender(body):
    """SNS without "raw delivery", and EventBridge, put the message with its attributes into the body."""
    if "traceparent" not in (_text(body) or "").lower():
        return None
    try:
        envelope = _record(json.loads(body))
    except (ValueError, RecursionError):
        return None
    if envelope.get("Type") == "Notification":
        return _attribute_sender(envelope.get("MessageAttributes"), "Value")
    return _sender(_at(envelope, "detail.traceparent")) if _text(envelope.get("detail-type")) else None


def _sns_sender(record):
    return _attribute_sender(_at(record, "Sns.MessageAttributes"), "Value")


# `{"traceparent":` in base64: `traceMessages` of the package for Node.js puts it ahead of a record's own fields.
_MARKED = "eyJ0cmFjZXBhcmVudCI6"


def _kinesis_sender(record):
    data = _text_at(record, "kinesis.data") or ""
    if not data.startswith(_MARKED):
        return None
    with contextlib.suppress(ValueError):
        start = base64.b64decode(data[:1024]).decode(errors="replace")
        match = re.match(r'{"traceparent":"([^"]*)"', start)
        return match and _sender(match[1])


def _kafka_sender(record):
    """Kafka's headers are `[{name: [byte, ...]}]`, as they came over the wire."""
    headers = record.get("headers")
    for header in headers if isinstance(headers, list) else []:
        for name, value in _record(header).items():
            if str(name).lower() == "traceparent" and isinstance(value, list):
                with contextlib.suppress(TypeError, ValueError):
                    return _sender(bytes(value[:1024]).decode("latin-1"))
    return None


def _stream(record):
    arn = _text(record.get("eventSourceARN"))
    return arn and arn.split("/")[-1]


def _sqs_facts(first, is_only):
    attempt = _text_at(first, "attributes.ApproximateReceiveCount") or ""
    count = int(attempt) if re.fullmatch(r"[0-9]{1,9}", attempt) else 0
    return {
        "messaging.message.id": _text(first.get("messageId")) if is_only else None,
        "faaslens.delivery_attempt": count if is_only and count else None,
    }


def _sns_facts(first, is_only):
    return {
        "messaging.message.id": _text_at(first, "Sns.MessageId") if is_only else None,
        "aws.sns.topic.arn": _text_at(first, "Sns.TopicArn"),
    }


def _kinesis_facts(first, is_only):
    event_id = _text(first.get("eventID"))
    return {
        "messaging.message.id": event_id if is_only else None,
        "aws.kinesis.stream_name": _stream(first),
        "messaging.destination.partition.id": event_id and event_id.split(":")[0],
    }


def _kafka_facts(first, is_only):
    partition, offset = first.get("partition"), first.get("offset")
    return {
        "messaging.destination.partition.id": str(partition) if is_only and isinstance(partition, int) else None,
        "messaging.kafka.offset": offset if is_only and isinstance(offset, int) else None,
    }


def _nothing(*_):
    return None


def _no_facts(*_):
    return {}


_KAFKA = ("kafka", lambda message: _text(message.get("topic")), _kafka_sender, _kafka_facts)
# By source: the system, where a message was sent, who sent it, and what the first says, of itself where it is the only one.
_CHANNELS = {
    "aws:sqs": ("aws_sqs", lambda message: _last_part(message.get("eventSourceARN")), _sqs_sender, _sqs_facts),
    "aws:sns": ("aws.sns", lambda message: _last_part(_at(message, "Sns.TopicArn")), _sns_sender, _sns_facts),
    "aws:kinesis": ("aws.kinesis", _stream, _kinesis_sender, _kinesis_facts),
    "aws:ses": ("aws.ses", _nothing, _nothing, _no_facts),
    "aws:kafka": _KAFKA,
    "SelfManagedKafka": _KAFKA,
    "aws:mq": ("activemq", lambda message: _text_at(message, "destination.physicalName"), _nothing, _no_facts),
    "aws:rmq": ("rabbitmq", lambda message: (_text(message.get("list")) or "").split("::")[0] or None, _nothing, _no_facts),
}
_PROCESS = {"messaging.operation.name": "process", "messaging.operation.type": "process"}


def _describe_messages(source, messages):
    """Messages of queues, topics and streams: SQS, SNS, Kinesis, SES, Kafka (MSK or one's own), MQ."""
    if source not in _CHANNELS:
        return None
    system, destination_of, sender_of, facts_of = _CHANNELS[source]
    destinations = {destination_of(message) for message in messages}
    destination = destinations.pop() if len(destinations) == 1 else None
    attributes = {
        "faaslens.event_source": source,
        "messaging.system": system,
        "messaging.destination.name": destination,
        **_PROCESS,
        "messaging.batch.message_count": len(messages),
        **facts_of(messages[0] if messages else {}, len(messages) == 1),
    }
    links = [sender for sender in map(sender_of, messages) if sender]
    name = destination and f"process {destination}"
    return {"trigger": "pubsub", "name": name, "attributes": attributes, "links": links}


def _describe_documents(source, changes):
    """Changes of data: S3, DynamoDB Streams, DocumentDB."""
    first = changes[0] if changes else {}
    name = first.get("eventName")
    attributes = {"faaslens.event_source": source}
    if source == "aws:s3":
        bucket, key = _text_at(first, "s3.bucket.name"), _text_at(first, "s3.object.key")
        key = key and urllib.parse.unquote_plus(key)
        attributes.update(
            {
                "faaslens.batch.count": len(changes),
                "aws.s3.bucket": bucket,
                "aws.s3.key": key,
                "faas.document.collection": bucket,
                "faas.document.operation": "delete" if "Removed" in str(name) else "insert",
                "faas.document.name": key,
                "faas.document.time": _text(first.get("eventTime")),
            }
        )
    elif source == "aws:dynamodb":
        # arn:aws:dynamodb:<region>:<account>:table/<name>/stream/<time>
        table = ((_text(first.get("eventSourceARN")) or "").split("/") + [None])[1]
        operations = {"INSERT": "insert", "MODIFY": "edit", "REMOVE": "delete"}
        attributes.update(
            {
                "faaslens.batch.count": len(changes),
                "aws.dynamodb.table_names": [table] if table else None,
                "faas.document.collection": table,
                "faas.document.operation": operations.get(str(name)),
                "faas.document.time": _time_of(_at(first, "dynamodb.ApproximateCreationDateTime")),
            }
        )
    elif source != "aws:docdb":
        return None
    return {"trigger": "datasource", "attributes": attributes}


def _time_of(epoch_s):
    if not isinstance(epoch_s, (int, float)) or not 0 <= epoch_s < 1e11:
        return None
    ms = int(epoch_s * 1000)
    return f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(ms // 1000))}.{ms % 1000:03d}Z"


def _describe_records(event):
    records = event.get("Records") or event.get("messages")
    if isinstance(records, list):
        records = [_record(record) for record in records]
    else:
        # Kafka and RabbitMQ give a list for each partition or queue: `{"topic-0": [...]}`.
        lists = _record(event.get("records") or event.get("rmqMessagesByQueue"))
        records = [
            {**_record(item), "list": str(name)}
            for name, items in lists.items()
            for item in (items if isinstance(items, list) else [items])
        ]
    first = records[0] if records else {}
    source = _text(first.get("eventSource")) or _text(first.get("EventSource")) or _text(event.get("eventSource"))
    return _describe_messages(source, records) or _describe_documents(source, records)


def _describe_bus(event):
    """Events of an EventBridge bus, and schedules of EventBridge rules and of EventBridge Scheduler."""
    detail_type = _text(event.get("detail-type"))
    if detail_type is None:
        return None
    source = _text(event.get("source"))
    if detail_type == "Scheduled Event" and source in ("aws.events", "aws.scheduler"):
        attributes = {"faaslens.event_source": source.replace(".", ":"), "faas.time": _text(event.get("time"))}
        return {"trigger": "timer", "attributes": attributes}
    attributes = {
        "faaslens.event_source": "aws:events",
        **_PROCESS,
        "messaging.message.id": _text(event.get("id")),
        "cloudevents.event_id": _text(event.get("id")),
        "cloudevents.event_type": detail_type,
        "cloudevents.event_source": source,
    }
    sender = _sender(_at(event, "detail.traceparent"))
    links = [sender] if sender else []
    return {"trigger": "pubsub", "name": f"process {detail_type}", "attributes": attributes, "links": links}


def _called(source, attributes=None, parent=None, name=None, trigger="other"):
    attributes = {"faaslens.event_source": f"aws:{source}", **(attributes or {})}
    return {"trigger": trigger, "name": name, "attributes": attributes, "parent": parent}


def _describe_caller(event):
    """Services that call a function and wait for its answer, and callers of one's own: all that is nothing else."""
    # AppSync may hand over several calls of one resolver at once.
    fields = _record(event[0] if isinstance(event, list) and event else event)
    kind = _text_at(fields, "info.parentTypeName")
    if kind:
        field, operation = _text_at(fields, "info.fieldName"), kind.lower()
        is_operation = operation in ("query", "mutation", "subscription")
        attributes = {
            "graphql.operation.type": operation if is_operation else None,
            "graphql.operation.name": field,
        }
        parent = _sender(_headers(_record(fields.get("request"))).get("traceparent"))
        return _called("appsync", attributes, parent, f"{kind}.{field}")
    # A custom authorizer of API Gateway: answers with a policy, not with HTTP.
    if _text(fields.get("methodArn")) or _text(fields.get("routeArn")):
        return _called("apigateway-authorizer", parent=_sender(_headers(fields).get("traceparent")))
    source = _text(fields.get("triggerSource"))
    if source and _text(fields.get("userPoolId")):
        return _called("cognito", {"faaslens.event_type": source}, name=source)
    # IoT rules pass on whatever a device sent; only the events of AWS's own devices have a shape.
    if _text(fields.get("serialNumber")) or _text_at(fields, "deviceInfo.deviceId"):
        event_type = _text(fields.get("clickType")) or _text_at(fields, "deviceEvent.eventType")
        return _called("iot", {"faaslens.event_type": event_type}, trigger="pubsub")
    if _text_at(fields, "awslogs.data"):
        return _called("logs", trigger="pubsub")
    # Direct callers and state machines may pass the context in the event itself.
    parent = _sender(fields.get("traceparent"))
    for context in (fields, fields.get("Context"), fields.get("context")):
        execution = _text_at(context, "Execution.Id")
        if execution and ":states:" in execution:
            attributes = {
                "aws.step_functions.state_machine.arn": _text_at(context, "StateMachine.Id"),
                "faaslens.execution": _last_part(execution),
                "faaslens.state": _text_at(context, "State.Name"),
            }
            return _called("states", attributes, parent)
    return {"trigger": "other", "attributes": {}, "parent": parent}


def _describe(event, context):
    """Recognises the source of an event by its shape, as the package for Node.js does (a test compares them); what is
    none of them was called directly."""
    fields = _record(event)
    described = (
        _describe_http(fields) or _describe_records(fields) or _describe_bus(fields) or _describe_caller(event)
    )
    custom = _record(getattr(getattr(context, "client_context", None), "custom", None))
    described.setdefault("links", [])
    described["parent"] = described.get("parent") or _sender(custom.get("traceparent"))
    return described


def _context_attributes(context):
    arn = _text(getattr(context, "invoked_function_arn", None))
    parts = (arn or "").split(":")
    # The alias that was called gives way to the version behind it.
    resource_id = ":".join(parts[:7] + [context.function_version]) if len(parts) == 8 else arn
    root = re.search(r"Root=([^;]+)", os.environ.get("_X_AMZN_TRACE_ID", ""))
    remaining = _remaining_ms(context)
    return {
        "faas.invocation_id": _text(getattr(context, "aws_request_id", None)),
        "cloud.resource_id": resource_id,
        "cloud.account.id": parts[4] if len(parts) > 4 else None,
        "aws.lambda.invoked_arn": arn,
        "aws.xray.trace_id": root and root[1],
        "faaslens.time_limit_ms": remaining and round(remaining),
    }


def _remaining_ms(context):
    ask = getattr(context, "get_remaining_time_in_millis", None)
    return ask() if callable(ask) else None


def _describe_result(result, trigger):
    fields = _record(result)
    attributes = {}
    if trigger == "http":
        with contextlib.suppress(TypeError, ValueError, OverflowError):
            # Lambda@Edge answers with `status`.
            status = int(fields["statusCode"] if fields.get("statusCode") is not None else fields.get("status"))
            attributes["http.response.status_code"] = status if 100 <= status < 600 else None
        body = _text(fields.get("body"))
        if body:
            is_encoded = fields.get("isBase64Encoded") is True
            size = len(body.rstrip("=")) * 3 // 4 if is_encoded else len(body.encode(errors="surrogatepass"))
            attributes["http.response.body.size"] = size
    elif isinstance(fields.get("batchItemFailures"), list):
        attributes["faaslens.batch.failed_count"] = len(fields["batchItemFailures"])
    return attributes


# ------------------------------------------------------------------------------------------------------------ encoding


def _value(value):
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int) and -(2**63) <= value < 2**63:
        # Not `str(value)`, which is the name where it is a member of an enumeration.
        return {"intValue": str(int(value))}
    if isinstance(value, float):
        return {"doubleValue": value} if value == value and abs(value) != float("inf") else {"doubleValue": str(value)}
    if isinstance(value, (list, tuple)):
        return {"arrayValue": {"values": [_value(item) for item in value]}}
    return {"stringValue": _words(value)[:_MAX_TEXT]}


def _words(value):
    try:
        return str.__str__(value) if isinstance(value, str) else str(value)
    except Exception:  # Its own `__str__` does not work.
        return f"<{type(value).__name__}>"


def _attributes(attributes):
    encoded = []
    for key, value in attributes.items():
        if value is not None:
            # One that cannot be told, as a list that holds itself, must not cost all the others.
            with contextlib.suppress(Exception):
                encoded.append({"key": _words(key), "value": _value(value)})
    return encoded


def _exception_attributes(error):
    stack = None
    with contextlib.suppress(Exception):
        stack = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    return {
        "exception.type": type(error).__name__,
        "exception.message": _words(error),
        "exception.stacktrace": stack,
    }


class _Span:
    """One span; what it says may be read at any time, so that a time limit can tell of open ones."""

    def __init__(self, name, kind, trace_id, parent, flags, links=()):
        self.name, self.kind, self.trace_id, self.flags = _words(name), kind, trace_id, flags
        self.span_id = _random_hex(8)
        self.parent_id, self.is_parent_remote = parent
        self.links = links
        self.attributes, self.events = {}, []
        self.status = None
        self.started_ns, self.ended_ns = time.time_ns(), None
        self._began = time.monotonic_ns()

    def now_ns(self):
        """Wall time at the start plus what has passed since: a clock that is set back must not shorten a span."""
        return self.started_ns + time.monotonic_ns() - self._began

    def end(self):
        self.ended_ns = self.now_ns()

    def fail(self, error):
        details = _exception_attributes(error)
        event = {"name": "exception", "timeUnixNano": str(self.now_ns()), "attributes": _attributes(details)}
        self.events.append(event)
        self.attributes["error.type"] = details["exception.type"]
        self.status = {"code": 2, "message": details["exception.message"][:_MAX_TEXT]}

    def encode(self, cut_off=None, waiting_for=()):
        """As OTLP/JSON. `cut_off` is the message of a span that has to be told before its end."""
        attributes, status = dict(self.attributes), self.status
        if cut_off and "error.type" not in attributes:
            attributes["error.type"] = "timeout"
            status = {"code": 2, "message": cut_off}
        if waiting_for:
            attributes["faaslens.waiting_for"] = waiting_for
        encoded = {
            "traceId": self.trace_id,
            "spanId": self.span_id,
            "flags": self.flags | (_IS_REMOTE if self.is_parent_remote else _KNOWN_LOCAL),
            "name": self.name,
            "kind": self.kind,
            "startTimeUnixNano": str(self.started_ns),
            "endTimeUnixNano": str(self.ended_ns or self.now_ns()),
            "attributes": _attributes(attributes),
            "events": self.events[:_MAX_EVENTS],
            "links": [_link(sender) for sender in self.links[:_MAX_EVENTS]],
        }
        if self.parent_id:
            encoded["parentSpanId"] = self.parent_id
        if status:
            encoded["status"] = status
        return encoded


def _link(sender):
    trace_id, span_id, flags = sender
    return {"traceId": trace_id, "spanId": span_id, "flags": flags | _IS_REMOTE}


def _random_hex(size):
    # Never the `random` module: a restored snapshot would repeat its state.
    return os.urandom(size).hex()


def _request(signal, resource, records):
    """The body of one export request."""
    outer, scopes, inner = _BODY_KEYS[signal]
    scope = {"scope": _SCOPE, inner: records}
    return json.dumps({outer: [{"resource": resource, scopes: [scope]}]}, separators=(",", ":")).encode()


_BODY_KEYS = {
    "traces": ("resourceSpans", "scopeSpans", "spans"),
    "logs": ("resourceLogs", "scopeLogs", "logRecords"),
}


# ------------------------------------------------------------------------------------------------------------- sending


class _Exporter:
    """Sends from a thread of its own, so that no name server and no socket can hold up an invocation for longer than it
    grants. What could not be sent is kept, up to a limit, and goes with the next batch."""

    def __init__(self, env):
        self._urls = {signal: _signal_url(signal, env) for signal in ("traces", "logs")}
        self._headers = {"content-type": "application/json", **_key_values(env.get("OTEL_EXPORTER_OTLP_HEADERS"))}
        self.timeout_s = _number(env.get("OTEL_EXPORTER_OTLP_TIMEOUT"), 300) / 1000
        self._resource = {"attributes": _attributes(_resource(env))}
        self._work = queue.SimpleQueue()
        self._thread = None
        self._busy, self._guard = threading.Lock(), threading.Lock()
        self._connections = {}
        self._pending = {"traces": [], "logs": []}
        self._paused_until, self._pause_s = 0.0, _FIRST_PAUSE_S

    def wants(self, signal):
        return self._urls[signal] is not None

    def send(self, spans, logs, budget_s):
        """Waits for the answer, at most `budget_s`. Never raises."""
        self._keep({"traces": spans, "logs": logs})
        budget_s = min(budget_s, self.timeout_s)
        is_paused = budget_s <= 0 or time.monotonic() < self._paused_until
        # Where an earlier batch is still on its way its connection is in trouble, and this one goes with the next.
        if is_paused or not self._busy.acquire(blocking=False):
            self._trim()
            return
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._run, name="faaslens", daemon=True)
            self._thread.start()
        done = threading.Event()
        self._work.put((done, time.monotonic() + budget_s))
        # A wait that its invocation cut short tells nothing of the collector.
        if not done.wait(budget_s) and budget_s > _TELLING_WAIT_S:
            self._pause()

    def _keep(self, batch, first=False):
        with self._guard:
            for signal, records in batch.items():
                if self.wants(signal):
                    kept = self._pending[signal]
                    self._pending[signal] = records + kept if first else kept + records

    def _trim(self):
        """Lets go of the oldest of what could not be sent."""
        with self._guard:
            for kept in self._pending.values():
                del kept[:-_MAX_PENDING]

    def _run(self):
        while True:
            done, deadline = self._work.get()
            with self._guard:
                batch, self._pending = self._pending, {"traces": [], "logs": []}
            for signal, records in batch.items():
                if records and not self._deliver(signal, records, deadline):
                    self._keep({signal: records}, first=True)
            self._trim()
            self._busy.release()
            done.set()

    def _deliver(self, signal, records, deadline):
        """Whether the records are settled: taken, or refused for good."""
        url, began = urllib.parse.urlsplit(self._urls[signal]), time.monotonic()
        try:
            status, reason = self._post(url, _request(signal, self._resource, records), deadline)
        except Exception as error:
            self._drop_connection(url)
            if time.monotonic() - began > _TELLING_WAIT_S:
                self._pause()
            _warn(f"{self._urls[signal]} did not take telemetry ({error!r}); it is kept for the next invocation")
            return False
        if status in (429, 502, 503, 504):
            self._paused_until = time.monotonic() + 1
            return False
        if status >= 300:
            _warn(f"{self._urls[signal]} refused telemetry with status {status}, it is dropped: {reason}")
        self._pause_s = _FIRST_PAUSE_S
        return True

    def _post(self, url, body, deadline):
        connection, is_kept = self._connection(url, deadline)
        try:
            return self._ask(connection, url, body)
        except ConnectionError:
            # The other side gave up a connection that was kept, perhaps while this environment was frozen.
            if not is_kept:
                raise
            self._drop_connection(url)
            return self._ask(self._connection(url, deadline)[0], url, body)

    def _ask(self, connection, url, body):
        target = url.path + (f"?{url.query}" if url.query else "")
        connection.request("POST", target, body, self._headers)
        response = connection.getresponse()
        return response.status, response.read()[:500].decode(errors="replace")

    def _connection(self, url, deadline):
        """A connection, and whether it was kept from an earlier request."""
        timeout = max(deadline - time.monotonic(), 0.001)
        kept = self._connections.get(url.netloc)
        if kept is not None and kept.sock is not None:
            kept.sock.settimeout(timeout)
            return kept, True
        kind = http.client.HTTPSConnection if url.scheme == "https" else http.client.HTTPConnection
        self._connections[url.netloc] = kind(url.hostname, url.port, timeout=timeout)
        return self._connections[url.netloc], False

    def _drop_connection(self, url):
        connection = self._connections.pop(url.netloc, None)
        if connection is not None:
            connection.close()

    def _pause(self):
        # The thread that sends and the one that waits for it may both come to this.
        if time.monotonic() < self._paused_until:
            return
        self._paused_until = time.monotonic() + self._pause_s
        self._pause_s = min(self._pause_s * 2, _MAX_PAUSE_S)
        _warn("the collector does not answer in time; it is left alone for a while")


def _signal_url(signal, env):
    if env.get(f"OTEL_{signal.upper()}_EXPORTER", "otlp").strip().lower() == "none":
        return None
    exact = env.get(f"OTEL_EXPORTER_OTLP_{signal.upper()}_ENDPOINT")
    base = env.get("OTEL_EXPORTER_OTLP_ENDPOINT") or "http://localhost:4318"
    return exact or f"{base.rstrip('/')}/v1/{signal}"


def _key_values(text):
    pairs = (pair.split("=", 1) for pair in (text or "").split(",") if "=" in pair)
    return {key.strip(): urllib.parse.unquote(value.strip()) for key, value in pairs}


def _number(text, fallback):
    try:
        return float(text)
    except (TypeError, ValueError):
        return fallback


def _resource(env):
    name = env.get("AWS_LAMBDA_FUNCTION_NAME")
    memory_mb = _number(env.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"), 0)
    initialization = env.get("AWS_LAMBDA_INITIALIZATION_TYPE")
    log_group = env.get("AWS_LAMBDA_LOG_GROUP_NAME")
    detected = {
        "service.name": name or "unknown_service:python",
        "cloud.provider": "aws",
        "cloud.platform": "aws_lambda",
        "cloud.region": env.get("AWS_REGION") or env.get("AWS_DEFAULT_REGION"),
        "faas.name": name,
        "faas.version": env.get("AWS_LAMBDA_FUNCTION_VERSION"),
        "faas.max_memory": int(memory_mb) * 1024 * 1024 if memory_mb > 0 else None,
        "faas.instance": env.get("AWS_LAMBDA_LOG_STREAM_NAME"),
        "aws.log.group.names": [log_group] if log_group else None,
        # Prepared environments are billed otherwise; the usual ones need not say so.
        "faaslens.initialization_type": initialization if initialization != "on-demand" else None,
        "host.arch": {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine()),
        "process.runtime.name": "cpython",
        "process.runtime.version": platform.python_version(),
        "telemetry.sdk.name": "faaslens",
        "telemetry.sdk.language": "python",
        "telemetry.sdk.version": VERSION,
    }
    detected.update(_key_values(env.get("OTEL_RESOURCE_ATTRIBUTES")))
    if env.get("OTEL_SERVICE_NAME"):
        detected["service.name"] = env["OTEL_SERVICE_NAME"]
    return detected


_warned = set()


def _warn(message):
    """Once each, and past `logging`, which is captured."""
    if message not in _warned and len(_warned) < 100:
        _warned.add(message)
        print(f"[faaslens] {message}", file=sys.stderr)


# --------------------------------------------------------------------------------------------------------- invocations

_active_span = contextvars.ContextVar("faaslens_span", default=None)
# Lambda runs one invocation at a time in a Python process, so this also serves threads that know no context.
_current = None
_sequence = 0
_instance = None
_previous_flush_ms = None


class _Invocation:
    """Telemetry of one call of the handler. The timer's thread and the handler's both add to it, hence the lock."""

    def __init__(self, exporter, event, context, trigger=None, message_as_parent=False):
        described = _describe(event, context)
        self.trigger = trigger or described["trigger"]
        parent, links = described["parent"], described["links"]
        is_one = described["attributes"].get("messaging.batch.message_count", 1) == 1
        if message_as_parent and parent is None and is_one and links and not isinstance(links[0], _XraySender):
            (parent,), links = links, []
        self.exporter, self.context = exporter, context
        self.spans, self.logs, self.open = [], [], []
        self._log_characters = 0
        self._lock = threading.RLock()
        self.is_sampled = _is_sampled(parent)
        trace_id, parent_id, _ = parent or (_random_hex(16), None, 0)
        is_message = "messaging.operation.type" in described["attributes"]
        name = described.get("name") or getattr(context, "function_name", None) or "handler"
        kind = _CONSUMER if is_message else _SERVER
        self.root = _Span(name, kind, trace_id, (parent_id, bool(parent)), int(self.is_sampled), links)
        self.root.attributes.update(
            {
                "faas.trigger": self.trigger,
                **_first_attributes(),
                **_context_attributes(context),
                **described["attributes"],
                **_count(self.is_sampled),
            }
        )
        self.open.append(self.root)
        self._timer = self._watch_time_limit()

    def start_span(self, name, attributes):
        parent = _active_span.get() or self.root
        started = _Span(name, _INTERNAL, parent.trace_id, (parent.span_id, False), self.root.flags)
        started.attributes.update(attributes)
        with self._lock:
            self.open.append(started)
        return started

    def end_span(self, ended):
        ended.end()
        with self._lock:
            if ended in self.open:
                self.open.remove(ended)
            # The invocation itself ends last, when there may be no room any more.
            if len(self.spans) < _MAX_RECORDS or ended is self.root:
                self.spans.append(ended)

    def log(self, record):
        size = len(record["body"]["stringValue"])
        with self._lock:
            if len(self.logs) < _MAX_RECORDS and self._log_characters + size <= _MAX_LOG_CHARACTERS:
                self.logs.append(record)
                self._log_characters += size

    def finish(self, result=None, error=None):
        if self._timer:
            self._timer.cancel()
        attributes = self.root.attributes
        if error is not None:
            self.root.fail(error)
        else:
            _quietly(lambda: self._tell_result(result))
        attributes["faaslens.max_memory_used_mb"] = _peak_memory_mb()
        attributes["faaslens.overhead.previous_flush_ms"] = _previous_flush_ms
        self.end_span(self.root)
        self._send(self._take(), reserve_ms=50)

    def _tell_result(self, result):
        attributes = self.root.attributes
        attributes.update(_describe_result(result, self.trigger))
        status = attributes.get("http.response.status_code") or 0
        if status >= 500:
            attributes["error.type"] = str(status)
            self.root.status = {"code": 2}

    def _watch_time_limit(self):
        """A tenth of the time, at most 500 ms, before Lambda kills the process, what is known so far is sent."""
        remaining = _remaining_ms(self.context)
        if not remaining or not self.is_sampled:
            return None
        timer = threading.Timer((remaining - min(500, remaining * 0.1)) / 1000, lambda: _quietly(self._tell_time_limit))
        timer.daemon = True
        timer.start()
        return timer

    def _tell_time_limit(self):
        with self._lock:
            parents = {one.parent_id for one in self.open}
            waiting_for = [one.name for one in self.open if one is not self.root and one.span_id not in parents]
            spans, logs = self._take()
            message = "The function was about to be stopped at its time limit"
            if waiting_for:
                message += f", waiting for {', '.join(waiting_for)}"
            # They stay open: if the handler makes it after all, they are sent again under the same id.
            spans += [one.encode(message, waiting_for if one is self.root else ()) for one in self.open]
        self._send((spans, logs), reserve_ms=20)

    def _take(self):
        with self._lock:
            spans, logs = [one.encode() for one in self.spans], self.logs
            self.spans, self.logs, self._log_characters = [], [], 0
        return spans, logs

    def _send(self, telemetry, reserve_ms):
        global _previous_flush_ms
        if not self.is_sampled:
            return
        remaining = _remaining_ms(self.context)
        budget_s = self.exporter.timeout_s if remaining is None else (remaining - reserve_ms) / 1000
        began = time.monotonic()
        self.exporter.send(*telemetry, budget_s)
        _previous_flush_ms = round((time.monotonic() - began) * 1000, 3)


def _is_sampled(parent):
    sampler = os.environ.get("OTEL_TRACES_SAMPLER", "parentbased_always_on").strip().lower()
    if parent is not None and sampler.startswith("parentbased_"):
        return bool(parent[2] & 1)
    return not sampler.endswith("always_off")


_is_first = True


def _first_attributes():
    """`faas.coldstart`, and on a cold start the ms from the start of the process to the first call."""
    global _is_first
    was_first, _is_first = _is_first, False
    is_prepared = os.environ.get("AWS_LAMBDA_INITIALIZATION_TYPE") in _PREPARED
    is_cold = was_first and not is_prepared and time.monotonic() - _LOADED_AT <= _PROACTIVE_AFTER_S
    return {"faas.coldstart": is_cold, "faaslens.init_duration_ms": _process_age_ms() if is_cold else None}


def _process_age_ms():
    try:
        with open("/proc/self/stat", encoding="ascii") as stat, open("/proc/uptime", encoding="ascii") as uptime:
            # The second field, in brackets, may hold spaces; the start is the 20th after it, in ticks since boot.
            ticks = int(stat.read().rpartition(")")[2].split()[19])
            return round((float(uptime.read().split()[0]) - ticks / os.sysconf("SC_CLK_TCK")) * 1000, 3)
    except (OSError, ValueError, IndexError):
        return None


def _count(is_sampled):
    """Numbers the invocations of a process without gaps among those that are sent."""
    global _sequence, _instance
    if not is_sampled:
        return {}
    _sequence += 1
    _instance = _instance or _random_hex(8)
    return {"faaslens.instance": _instance, "faaslens.sequence": _sequence}


def _peak_memory_mb():
    try:
        import resource

        return -(-resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
    except ImportError:
        return None


class _LogHandler(logging.Handler):
    """Lines of `logging` as log records with the span they were written in."""

    _SEVERITIES = ((50, 21), (40, 17), (30, 13), (20, 9), (0, 5))

    def emit(self, record):
        invocation = _current
        if invocation is None or not invocation.is_sampled:
            return
        try:
            attributes = {"logger.name": record.name}
            if record.exc_info and record.exc_info[1] is not None:
                attributes.update(_exception_attributes(record.exc_info[1]))
            active = _active_span.get() or invocation.root
            invocation.log(
                {
                    "timeUnixNano": str(int(record.created * 1e9)),
                    "observedTimeUnixNano": str(time.time_ns()),
                    "severityNumber": next(number for level, number in self._SEVERITIES if record.levelno >= level),
                    "severityText": record.levelname,
                    "body": {"stringValue": record.getMessage()[:_MAX_TEXT]},
                    "attributes": _attributes(attributes),
                    "traceId": active.trace_id,
                    "spanId": active.span_id,
                    "flags": active.flags,
                }
            )
        except Exception:  # A line with the wrong arguments is the business of the handlers beside this one.
            pass


_exporter = None


def _process_exporter():
    """Made by the first invocation and not by the import, which a build may do as well."""
    global _exporter
    if _exporter is None:
        _exporter = _Exporter(os.environ)
        if _exporter.wants("logs"):
            logging.getLogger().addHandler(_LogHandler())
    return _exporter


def wrap(handler=None, *, trigger=None, message_as_parent=False):
    """Instruments a Lambda handler, as `@wrap` or `@wrap(...)`; what it answers or raises passes through unchanged.

    `trigger` overrides `faas.trigger` where the event cannot tell; `message_as_parent` makes the sender of an event
    with exactly one message the parent of the invocation instead of a link.
    """
    if handler is None:
        return functools.partial(wrap, trigger=trigger, message_as_parent=message_as_parent)
    is_disabled = os.environ.get("OTEL_SDK_DISABLED", "").strip().lower() == "true"
    if is_disabled or hasattr(handler, "__faaslens_wrapped__"):
        return handler

    @functools.wraps(handler)
    def wrapped(event, context, *args):
        global _current
        # A wrapped handler that calls another one is one invocation.
        if _current is not None:
            return handler(event, context, *args)
        invocation = _quietly(lambda: _Invocation(_process_exporter(), event, context, trigger, message_as_parent))
        if invocation is None:
            return handler(event, context, *args)
        _current = invocation
        token = _active_span.set(invocation.root)
        try:
            result = handler(event, context, *args)
        except BaseException as error:
            _quietly(lambda: invocation.finish(error=error))
            raise
        else:
            _quietly(lambda: invocation.finish(result=result))
            return result
        finally:
            _current = None
            _active_span.reset(token)

    wrapped.__faaslens_wrapped__ = True
    return wrapped


def _quietly(work):
    try:
        return work()
    except Exception as error:
        _warn(f"an invocation could not be told: {error!r}")
        return None


@contextlib.contextmanager
def span(name, attributes=None):
    """`with span("charge card", {"cart.items": 3}):` a span of its own, which an error inside marks as failed."""
    invocation = _current
    if invocation is None or not invocation.is_sampled:
        yield
        return
    started = invocation.start_span(name, attributes or {})
    token = _active_span.set(started)
    try:
        yield
    except BaseException as error:
        started.fail(error)
        raise
    finally:
        # A generator may end in another context than it began in.
        with contextlib.suppress(ValueError):
            _active_span.reset(token)
        invocation.end_span(started)


def set_attribute(key, value):
    """Sets an attribute of the invocation's span; nothing outside an invocation."""
    if _current is not None:
        _current.root.attributes[_words(key)] = value


def traceparent():
    """The W3C header of the span that is active, for a request or a message to another function; '' outside one."""
    active = _active_span.get() or (_current and _current.root)
    return f"00-{active.trace_id}-{active.span_id}-{active.flags:02x}" if active else ""
