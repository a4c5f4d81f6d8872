"""python3 -m unittest, in this folder. A real collector's place is taken by an HTTP server that remembers."""

import contextlib
import http.server
import importlib.util
import io
import json
import logging
import os
import pathlib
import socket
import threading
import time
import unittest
from unittest import mock

from run import Context, environment

HERE = pathlib.Path(__file__).parent
SENDER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


class Receiver(http.server.ThreadingHTTPServer):
    """Takes OTLP/JSON; `status` and `delay_s` are what it does to the next requests."""

    daemon_threads = True

    def __init__(self):
        self.bodies, self.headers, self.peers = [], [], set()
        self.status, self.delay_s = 200, 0
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def records(self, outer, scope, inner):
        found = [(one["resource"], record) for body in self.bodies for one in body.get(outer, [])
                 for scoped in one[scope] for record in scoped[inner]]
        return [{**record, "resource": read(resource), "attributes": read(record)} for resource, record in found]

    def spans(self):
        return self.records("resourceSpans", "scopeSpans", "spans")

    def logs(self):
        return self.records("resourceLogs", "scopeLogs", "logRecords")


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        time.sleep(self.server.delay_s)
        if self.server.status == 200:
            self.server.bodies.append(body)
        self.server.headers.append(dict(self.headers))
        self.server.peers.add(self.client_address)
        with contextlib.suppress(OSError):
            self.send_response(self.server.status)
            self.send_header("content-length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

    def log_message(self, *_):
        pass


def read(attributed):
    def value(one):
        (kind, inner), = one.items()
        if kind == "arrayValue":
            return [value(item) for item in inner["values"]]
        return int(inner) if kind == "intValue" else inner

    return {one["key"]: value(one["value"]) for one in attributed["attributes"]}


def sqs(*traceparents):
    records = []
    for index, text in enumerate(traceparents):
        carried = {"traceparent": {"stringValue": text}} if text else {}
        records.append({"messageId": f"m{index}", "body": "{}", "messageAttributes": carried,
                        "eventSource": "aws:sqs", "eventSourceARN": "arn:aws:sqs:eu-west-1:1:orders"})
    return {"Records": records}


class WrapTest(unittest.TestCase):
    def setUp(self):
        self.receiver = Receiver()
        self.addCleanup(self.receiver.server_close)
        self.addCleanup(self.receiver.shutdown)
        root = logging.getLogger()
        self.addCleanup(setattr, root, "handlers", list(root.handlers))

    def load(self, **env):
        """The module as a fresh process has it."""
        variables = {**environment("shop"), "OTEL_EXPORTER_OTLP_ENDPOINT": self.receiver.url, **env}
        patch = mock.patch.dict(os.environ, variables)
        patch.start()
        self.addCleanup(patch.stop)
        spec = importlib.util.spec_from_file_location("faaslens_lambda", HERE / "faaslens_lambda.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    def call(self, handler, event=None, timeout_ms=3000):
        return handler(event or {}, Context("shop", timeout_ms))

    def test_the_first_invocation_is_a_cold_start_and_they_are_numbered(self):
        handler = self.load().wrap(lambda event, context: "done")
        self.assertEqual([self.call(handler), self.call(handler)], ["done", "done"])
        first, second = [span["attributes"] for span in self.receiver.spans()]
        self.assertEqual((first["faas.coldstart"], second["faas.coldstart"]), (True, False))
        self.assertGreater(first["faaslens.init_duration_ms"], 0)
        self.assertEqual((first["faaslens.sequence"], second["faaslens.sequence"]), (1, 2))
        self.assertEqual(first["faas.trigger"], "other")
        self.assertEqual(self.receiver.spans()[0]["resource"]["faas.max_memory"], 128 * 1024 * 1024)
        self.assertNotIn("faaslens.initialization_type", self.receiver.spans()[0]["resource"])

    def test_a_prepared_environment_says_so_and_has_no_cold_start(self):
        self.call(self.load(AWS_LAMBDA_INITIALIZATION_TYPE="provisioned-concurrency").wrap(lambda event, context: 1))
        [span] = self.receiver.spans()
        self.assertEqual(span["resource"]["faaslens.initialization_type"], "provisioned-concurrency")
        self.assertEqual(span["attributes"]["faas.coldstart"], False)

    def test_requests_go_over_one_connection_with_the_key(self):
        handler = self.load(OTEL_EXPORTER_OTLP_HEADERS="Authorization=Bearer%20k1").wrap(lambda event, context: 1)
        for _ in range(3):
            self.call(handler)
        self.assertEqual(len(self.receiver.peers), 1)
        self.assertEqual({head["Authorization"] for head in self.receiver.headers}, {"Bearer k1"})

    def test_an_http_request_continues_the_trace_of_its_caller_whatever_the_case_of_its_headers(self):
        handler = self.load().wrap(lambda event, context: {"statusCode": 503, "body": "no"})
        event = {"httpMethod": "GET", "resource": "/carts/{id}", "path": "/carts/7", "headers": {"TraceParent": SENDER}}
        self.call(handler, event)
        (span,) = self.receiver.spans()
        self.assertEqual((span["traceId"], span["parentSpanId"]), (SENDER[3:35], SENDER[36:52]))
        self.assertEqual((span["name"], span["kind"], span["status"]["code"]), ("/carts/{id}", 2, 2))
        self.assertEqual(span["attributes"]["http.response.status_code"], 503)

    def test_messages_are_links_to_their_senders_and_failed_ones_are_counted(self):
        handler = self.load().wrap(lambda event, context: {"batchItemFailures": [{"itemIdentifier": "m1"}]})
        self.call(handler, sqs(SENDER, None))
        (span,) = self.receiver.spans()
        self.assertEqual([link["spanId"] for link in span["links"]], [SENDER[36:52]])
        self.assertEqual((span["name"], span["kind"]), ("process orders", 5))
        self.assertNotIn("parentSpanId", span)
        self.assertEqual(span["attributes"]["faaslens.batch.failed_count"], 1)
        self.assertEqual(span["attributes"]["messaging.batch.message_count"], 2)

    def test_the_sender_of_a_single_message_is_the_parent_where_that_is_wanted(self):
        handler = self.load().wrap(lambda event, context: None, message_as_parent=True)
        self.call(handler, sqs(SENDER))
        self.call(handler, sqs(SENDER, SENDER))
        one, two = self.receiver.spans()
        self.assertEqual((one["parentSpanId"], one["links"]), (SENDER[36:52], []))
        self.assertEqual(("parentSpanId" in two, len(two["links"])), (False, 2))

    def test_a_sender_that_only_x_ray_knows_is_a_link_and_so_is_the_only_one_of_several_messages(self):
        handler = self.load().wrap(lambda event, context: None, message_as_parent=True)
        traced = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0"
        record = {"eventSource": "aws:sqs", "eventSourceARN": "arn:aws:sqs:eu-west-1:1:orders"}
        self.call(handler, {"Records": [{**record, "attributes": {"AWSTraceHeader": traced}}]})
        self.call(handler, {"Records": [*sqs(SENDER)["Records"], record]})
        for span in self.receiver.spans():
            self.assertEqual(("parentSpanId" in span, len(span["links"])), (False, 1))
        self.assertEqual(len(self.receiver.spans()), 2)

    def test_an_error_is_told_with_its_stack_and_goes_on(self):
        def fails(event, context):
            raise LookupError("no cart") from KeyError("c7")

        with self.assertRaisesRegex(LookupError, "no cart"):
            self.call(self.load().wrap(fails))
        (span,) = self.receiver.spans()
        self.assertEqual(span["attributes"]["error.type"], "LookupError")
        exception = read(span["events"][0])
        self.assertIn("in fails", exception["exception.stacktrace"])
        self.assertIn("KeyError: 'c7'", exception["exception.stacktrace"])

    def test_what_cannot_be_said_costs_neither_the_error_nor_the_rest(self):
        class Mute(Exception):
            def __str__(self):
                raise RuntimeError("not even this")

        module = self.load()
        endless = []
        endless.append(endless)

        odd = {"n": 2**70, "status": http.HTTPStatus.OK, "mute": Mute(), "endless": endless, 7: 1}

        def fails(event, context):
            for key, value in odd.items():
                module.set_attribute(key, value)
            with module.span(7):
                raise Mute

        with self.assertRaises(Mute):
            self.call(module.wrap(fails))
        inner, root = self.receiver.spans()
        self.assertEqual((inner["name"], inner["status"]["message"]), ("7", "<Mute>"))
        told = {key: root["attributes"].get(key) for key in ("n", "status", "mute", "endless", "7", "error.type")}
        self.assertEqual(
            told, {"n": str(2**70), "status": 200, "mute": "<Mute>", "endless": None, "7": 1, "error.type": "Mute"}
        )

    def test_an_odd_answer_passes_through_and_is_told_as_far_as_it_can_be(self):
        handler = self.load().wrap(lambda event, context: event["answer"], trigger="http")
        for answer in ({"statusCode": float("inf")}, {"statusCode": 200, "body": "\ud800"}):
            self.assertIs(self.call(handler, {"answer": answer}), answer)
        self.assertEqual(len(self.receiver.spans()), 2)

    def test_of_too_many_spans_the_invocation_is_not_the_one_to_go(self):
        module = self.load(OTEL_EXPORTER_OTLP_TIMEOUT="60000")

        def counts(event, context):
            for _ in range(2_100):
                with module.span("row"):
                    pass

        self.call(module.wrap(counts), timeout_ms=60_000)
        self.assertEqual(len(self.receiver.spans()), 2_049)
        self.assertEqual(self.receiver.spans()[-1]["name"], "shop")

    def test_lines_are_kept_up_to_4_mib(self):
        def prints(event, context):
            for _ in range(200):
                logging.getLogger("shop").warning("x" * 40_000)
            logging.getLogger("shop").warning("done")

        self.call(self.load(OTEL_EXPORTER_OTLP_TIMEOUT="60000").wrap(prints), timeout_ms=60_000)
        lines = [line["body"]["stringValue"] for line in self.receiver.logs()]
        self.assertTrue(100 < len(lines) < 130, len(lines))

    def test_spans_are_a_tree_and_lines_belong_to_the_span_they_were_written_in(self):
        module = self.load()

        def works(event, context):
            with module.span("outer", {"n": 1}):
                with contextlib.suppress(ValueError), module.span("inner"):
                    logging.getLogger("shop").warning("low on %s", "tea")
                    raise ValueError("empty")
            return module.traceparent()

        header = self.call(module.wrap(works))
        inner, outer, root = self.receiver.spans()
        self.assertEqual((inner["parentSpanId"], outer["parentSpanId"]), (outer["spanId"], root["spanId"]))
        self.assertEqual(header, f"00-{root['traceId']}-{root['spanId']}-01")
        self.assertEqual((inner["attributes"]["error.type"], outer["attributes"]["n"]), ("ValueError", 1))
        (line,) = self.receiver.logs()
        self.assertEqual((line["body"]["stringValue"], line["severityNumber"]), ("low on tea", 13))
        self.assertEqual((line["spanId"], line["traceId"]), (inner["spanId"], root["traceId"]))

    def test_shortly_before_the_time_limit_open_spans_are_told_and_the_end_is_told_again(self):
        module = self.load(OTEL_EXPORTER_OTLP_TIMEOUT="5000")

        def slow(event, context):
            with module.span("wait for the bank"):
                time.sleep(3.1)

        # Of which 300 ms are for telling: a busy machine may need some of them.
        self.call(module.wrap(slow), timeout_ms=3_000)
        early = [span for span in self.receiver.spans() if span["attributes"].get("error.type") == "timeout"]
        self.assertEqual({span["name"] for span in early}, {"shop", "wait for the bank"})
        root = next(span for span in early if span["name"] == "shop")
        self.assertEqual(root["attributes"]["faaslens.waiting_for"], ["wait for the bank"])
        # It made it after all, with no time left to send: that goes with the next invocation.
        self.call(module.wrap(lambda event, context: None))
        final = [span for span in self.receiver.spans() if span["spanId"] == root["spanId"]][-1]
        self.assertNotIn("error.type", final["attributes"])

    def test_a_collector_that_hangs_costs_its_time_once(self):
        self.receiver.delay_s = 1
        handler = self.load(OTEL_EXPORTER_OTLP_TIMEOUT="200").wrap(lambda event, context: "done")
        with contextlib.redirect_stderr(io.StringIO()) as words:
            times = []
            for _ in range(3):
                began = time.monotonic()
                self.assertEqual(self.call(handler), "done")
                times.append(time.monotonic() - began)
        self.assertGreater(times[0], 0.19)
        self.assertLess(max(times[1:]), 0.15)
        self.assertEqual(words.getvalue().count("does not answer in time"), 1)

    def test_a_collector_that_is_away_or_busy_costs_no_error_and_gets_everything_later(self):
        with contextlib.redirect_stderr(io.StringIO()):
            module = self.load(OTEL_EXPORTER_OTLP_ENDPOINT=f"http://127.0.0.1:{unused_port()}")
            self.assertEqual(self.call(module.wrap(lambda event, context: "done")), "done")
            module._exporter._urls = {"traces": f"{self.receiver.url}/v1/traces", "logs": None}
            self.receiver.status = 503
            self.call(module.wrap(lambda event, context: "done"))
            self.receiver.status = 200
            time.sleep(1.1)
            self.call(module.wrap(lambda event, context: "done"))
        self.assertEqual([span["attributes"]["faaslens.sequence"] for span in self.receiver.spans()], [1, 2, 3])

    def test_a_connection_that_was_closed_meanwhile_is_opened_again(self):
        handler = self.load().wrap(lambda event, context: None)
        self.call(handler)
        for connection in list(handler.__globals__["_exporter"]._connections.values()):
            connection.sock.shutdown(socket.SHUT_RDWR)
        self.call(handler)
        self.assertEqual(len(self.receiver.spans()), 2)

    def test_a_handler_is_wrapped_once_and_not_at_all_where_that_is_switched_off(self):
        module = self.load()
        handler = module.wrap(lambda event, context: None)
        self.assertIs(module.wrap(handler), handler)
        self.call(module.wrap(lambda event, context: handler(event, context)))
        self.assertEqual(len(self.receiver.spans()), 1)
        plain = self.load(OTEL_SDK_DISABLED="true").wrap(print)
        self.assertIs(plain, print)

    def test_a_caller_that_is_not_sampled_silences_the_function_unless_it_is_told_otherwise(self):
        event = {"traceparent": SENDER[:-2] + "00"}
        self.call(self.load().wrap(lambda event, context: None), event)
        self.assertEqual(self.receiver.spans(), [])
        self.call(self.load(OTEL_TRACES_SAMPLER="always_on").wrap(lambda event, context: None), event)
        self.assertEqual(len(self.receiver.spans()), 1)


class DescribeTest(unittest.TestCase):
    def test_events_of_each_source_are_recognised(self):
        spec = importlib.util.spec_from_file_location("faaslens_lambda", HERE / "faaslens_lambda.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        carried = {"traceparent": {"Type": "String", "Value": SENDER}}
        notification = json.dumps({"Type": "Notification", "MessageAttributes": carried})
        s3 = {"eventSource": "aws:s3", "eventName": "ObjectRemoved:Delete",
              "s3": {"bucket": {"name": "photos"}, "object": {"key": "a+b%281%29.jpg"}}}
        cases = [
            ({"Records": [{"EventSource": "aws:sns", "Sns": {"TopicArn": "a:b:alarms", "MessageAttributes": carried}}]},
             "pubsub", "process alarms", 1),
            ({"Records": [{"eventSource": "aws:sqs", "eventSourceARN": "a:q", "body": notification}]},
             "pubsub", "process q", 1),
            ({"Records": [{"eventSource": "aws:kinesis", "eventSourceARN": "a:stream/clicks"}]},
             "pubsub", "process clicks", 0),
            ({"Records": [s3]}, "datasource", None, 0),
            ({"Records": [{"eventSource": "aws:dynamodb", "eventName": "INSERT",
                           "eventSourceARN": "a:table/carts/stream/t"}]}, "datasource", None, 0),
            ({"detail-type": "Scheduled Event", "source": "aws.events", "time": "t"}, "timer", None, 0),
            ({"detail-type": "order.placed", "detail": {"traceparent": SENDER}}, "pubsub", "process order.placed", 1),
            ({"requestContext": {"elb": {}}, "httpMethod": "GET", "multiValueHeaders": {"Host": ["shop"]}},
             "http", None, 0),
            ({"requestContext": {"http": {"method": "GET"}, "domainName": "x.lambda-url.eu.on.aws"},
              "routeKey": "$default"}, "http", None, 0),
            ("text", "other", None, 0),
        ]
        for event, trigger, name, links in cases:
            with self.subTest(event=event):
                described = module._describe(event, None)
                self.assertEqual(
                    (described["trigger"], described.get("name"), len(described["links"])), (trigger, name, links)
                )
        document = module._describe({"Records": [s3]}, None)["attributes"]
        self.assertEqual(document["faas.document.name"], "a b(1).jpg")
        self.assertEqual(document["faas.document.operation"], "delete")


def unused_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


if __name__ == "__main__":
    unittest.main()
