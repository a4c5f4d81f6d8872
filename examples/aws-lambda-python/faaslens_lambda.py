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


def _headers(event):
    """Header by lower-case name: API Gateway and ALB give `headers`, `multiValueHeaders` or both, in any case."""
    found = {}
    for source in (_record(event.get("multiValueHeaders")), _record(event.get("headers"))):
        for name, value in source.items():
            value = value[0] if isinstance(value, list) and value else value
            if _text(value):
                found[name.lower()] = value
    return found


def _describe_http(event):
    request = _record(event.get("requestContext"))
    http = _record(request.get("http"))
    if not http and not _text(event.get("httpMethod")):
        return None
    headers = _headers(event)
    if http:
        is_url = ".lambda-url." in (_text(request.get("domainName")) or "")
        source = "aws:lambda-url" if is_url else "aws:apigateway"
        route = (_text(event.get("routeKey")) or "$default").split(" ")[-1]
        route = None if route == "$default" else route
        method, path = http.get("method"), event.get("rawPath") or http.get("path")
        agent = http.get("userAgent")
    else:
        source = "aws:elb" if "elb" in request else "aws:apigateway"
        route, method, path = _text(event.get("resource")), event.get("httpMethod"), event.get("path")
        agent = _record(request.get("identity")).get("userAgent")
    attributes = {
        "faaslens.event_source": source,
        "http.request.method": _text(method),
        "http.route": route,
        "url.path": _text(path),
        "url.scheme": headers.get("x-forwarded-proto", "http" if source == "aws:elb" else "https"),
        "server.address": _text(request.get("domainName")) or headers.get("host"),
        "user_agent.original": _text(agent) or headers.get("user-agent"),
    }
    return {"trigger": "http", "name": route, "attributes": attributes, "parent": _sender(headers.get("traceparent"))}


def _sqs_sender(record):
    carried = {name.lower(): _record(value) for name, value in _record(record.get("messageAttributes")).items()}
    return (
        _sender(_record(carried.get("traceparent")).get("stringValue"))
        or _envelope_sender(record.get("body"))
        or _xray_sender(_record(record.get("attributes")).get("AWSTraceHeader"))
    )


def _envelope_sender(body):
    """SNS without "raw delivery" puts the message with its attributes into the body."""
    if "traceparent" not in (_text(body) or ""):
        return None
    try:
        return _sns_sender(json.loads(body))
    except ValueError:
        return None


def _sns_sender(message):
    carried = _record(_record(message).get("MessageAttributes"))
    return _sender(_record(carried.get("traceparent")).get("Value"))


def _messages(source, system, destination, records, senders, message_id=None, attempt=None):
    attributes = {
        "faaslens.event_source": source,
        "messaging.system": system,
        "messaging.destination.name": destination,
        "messaging.operation.name": "process",
        "messaging.operation.type": "process",
        "messaging.batch.message_count": len(records),
        "messaging.message.id": _text(message_id) if len(records) == 1 else None,
        "faaslens.delivery_attempt": attempt if len(records) == 1 else None,
    }
    links = [sender for sender in senders if sender]
    name = destination and f"process {destination}"
    return {"trigger": "pubsub", "name": name, "attributes": attributes, "links": links}


def _describe_records(event):
    records = event.get("Records")
    if not isinstance(records, list) or not records:
        return None
    records = [_record(record) for record in records]
    first = records[0]
    source = first.get("eventSource") or first.get("EventSource")
    arn = _text(first.get("eventSourceARN")) or ""
    if source == "aws:sqs":
        attempt = str(_record(first.get("attributes")).get("ApproximateReceiveCount", ""))
        senders = [_sqs_sender(record) for record in records]
        queue_name = arn.split(":")[-1]
        count = int(attempt) if attempt.isdigit() else None
        return _messages(source, "aws_sqs", queue_name, records, senders, first.get("messageId"), count)
    if source == "aws:sns":
        sns = _record(first.get("Sns"))
        topic = (_text(sns.get("TopicArn")) or "").split(":")[-1]
        senders = [_sns_sender(_record(record.get("Sns"))) for record in records]
        return _messages(source, "aws.sns", topic, records, senders, sns.get("MessageId"))
    if source == "aws:kinesis":
        return _messages(source, "aws.kinesis", arn.split("/")[-1], records, [], first.get("eventID"))
    if source == "aws:s3":
        s3 = _record(first.get("s3"))
        key = _text(_record(s3.get("object")).get("key"))
        document = {
            "collection": _text(_record(s3.get("bucket")).get("name")),
            "operation": "delete" if "Removed" in str(first.get("eventName")) else "insert",
            "name": key and urllib.parse.unquote_plus(key),
            "time": _text(first.get("eventTime")),
        }
    elif source == "aws:dynamodb":
        document = {
            # arn:aws:dynamodb:<region>:<account>:table/<name>/stream/<time>
            "collection": arn.split("/")[1] if "/" in arn else None,
            "operation": {"INSERT": "insert", "REMOVE": "delete"}.get(first.get("eventName"), "edit"),
        }
    else:
        return None
    attributes = {f"faas.document.{key}": value for key, value in document.items()}
    attributes.update({"faaslens.event_source": source, "faaslens.batch.count": len(records)})
    return {"trigger": "datasource", "attributes": attributes}


def _describe_bus(event):
    detail_type = _text(event.get("detail-type"))
    if detail_type is None:
        return None
    source = _text(event.get("source"))
    if detail_type == "Scheduled Event" and source in ("aws.events", "aws.scheduler"):
        attributes = {"faaslens.event_source": source.replace(".", ":"), "faas.time": _text(event.get("time"))}
        return {"trigger": "timer", "attributes": attributes}
    attributes = {
        "faaslens.event_source": "aws:events",
        "messaging.operation.name": "process",
        "messaging.operation.type": "process",
        "messaging.message.id": _text(event.get("id")),
        "cloudevents.event_type": detail_type,
        "cloudevents.event_source": source,
    }
    sender = _sender(_record(event.get("detail")).get("traceparent"))
    links = [sender] if sender else []
    return {"trigger": "pubsub", "name": f"process {detail_type}", "attributes": attributes, "links": links}


def _describe(event, context):
    """Recognises the source of an event by its shape; what is none of them was called directly."""
    fields = _record(event)
    described = _describe_http(fields) or _describe_records(fields) or _describe_bus(fields)
    if described is None:
        described = {"trigger": "other", "attributes": {}, "parent": _sender(fields.get("traceparent"))}
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
        try:
            attributes["http.response.status_code"] = int(fields.get("statusCode"))
        except (TypeError, ValueError, OverflowError):
            pass
        body = _text(fields.get("body"))
        if body and not fields.get("isBase64Encoded"):
            attributes["http.response.body.size"] = len(body.encode(errors="surrogatepass"))
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
    detected = {
        "service.name": name or "unknown_service:python",
        "cloud.provider": "aws",
        "cloud.platform": "aws_lambda",
        "cloud.region": env.get("AWS_REGION"),
        "faas.name": name,
        "faas.version": env.get("AWS_LAMBDA_FUNCTION_VERSION"),
        "faas.max_memory": int(memory_mb) * 1024 * 1024 if memory_mb > 0 else None,
        "faas.instance": env.get("AWS_LAMBDA_LOG_STREAM_NAME"),
        # Prepared environments are billed otherwise; the usual ones need not say so.
        "faaslens.initialization_type": initialization if initialization in _PREPARED else None,
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
        status = attributes.get("http.response.status_code", 0)
        if status >= 500:
            attributes["error.type"] = str(status)
            self.root.status = {"code": 2}

    def _watch_time_limit(self):
        """A tenth of the time, at most 500 ms, before Lambda kills the process, what is known so far is sent."""
        remaining = _remaining_ms(self.context)
        if not remaining or not self.is_sampled:
            return None
        timer = threading.Timer((remaining - min(500, remaining * 0.1)) / 1000, self._tell_time_limit)
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
