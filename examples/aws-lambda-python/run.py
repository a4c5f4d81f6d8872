"""Runs one of the functions here as Lambda would: python3 run.py orders --event events/orders.json [--times 2]

Prints one JSON line per invocation. A call that takes longer than --timeout-ms ends the process, as Lambda does.
"""

import argparse
import json
import os
import pathlib
import sys
import threading
import time
import uuid

HERE = pathlib.Path(__file__).parent


class Context:
    """Lambda's context object, as far as functions read it."""

    client_context = None
    function_version = "$LATEST"

    def __init__(self, name, timeout_ms):
        self.function_name = name
        self.invoked_function_arn = f"arn:aws:lambda:{os.environ['AWS_REGION']}:123456789012:function:{name}"
        self.aws_request_id = str(uuid.uuid4())
        self._deadline = time.monotonic() + timeout_ms / 1000

    def get_remaining_time_in_millis(self):
        return max(0, int((self._deadline - time.monotonic()) * 1000))


def environment(name):
    day = time.strftime("%Y/%m/%d", time.gmtime())
    return {
        "AWS_LAMBDA_FUNCTION_NAME": name,
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "128",
        "AWS_LAMBDA_LOG_STREAM_NAME": f"{day}/[$LATEST]{uuid.uuid4().hex}",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_REGION": "eu-west-1",
    }


def stop_at(seconds, request_id):
    def stop():
        print(json.dumps({"requestId": request_id, "ok": False, "error": f"Task timed out after {seconds:.2f} seconds"}))
        sys.stdout.flush()
        os._exit(1)

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    return timer


def invoke(handler, event, context, timeout_ms):
    timer = stop_at(timeout_ms / 1000, context.aws_request_id)
    try:
        return {"requestId": context.aws_request_id, "ok": True, "result": handler(event, context)}
    except Exception as error:
        return {"requestId": context.aws_request_id, "ok": False, "error": f"{type(error).__name__}: {error}"}
    finally:
        timer.cancel()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("function", choices=["greeting", "orders", "add"])
    parser.add_argument("--event", default="{}", help="a file, or JSON")
    parser.add_argument("--name", help="of the function; its own unless told")
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--timeout-ms", type=int, default=3000)
    options = parser.parse_args()
    name = options.name or options.function
    os.environ.update(environment(name))
    # As in Lambda, the module is loaded with the function's environment.
    sys.path.insert(0, str(HERE))
    import handlers

    text = options.event if options.event.lstrip().startswith("{") else pathlib.Path(options.event).read_text()
    answers = []
    for _ in range(options.times):
        context = Context(name, options.timeout_ms)
        answers.append(invoke(getattr(handlers, options.function), json.loads(text), context, options.timeout_ms))
        print(json.dumps(answers[-1]), flush=True)
    return 0 if all(answer["ok"] for answer in answers) else 1


if __name__ == "__main__":
    sys.exit(main())
