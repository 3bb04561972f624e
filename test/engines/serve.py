"""Serves one emulator on 127.0.0.1 and ends with whoever started it: `serve.py ministack|moto PORT`, stdin kept open.

ministack is served unchanged but for one thing that no customer of AWS can do and CloudTrail does. CloudTrail writes
its records into the event history and sends them to EventBridge as `aws.cloudtrail`, a source that PutEvents refuses
(ministack refuses it too). ministack's CloudTrail does neither for calls to CloudTrail itself, so
`POST /_engines/cloudtrail` takes a record for it: {"record": {...}, "deliver": true|false}. The record enters
ministack's own event history and, when delivered, ministack's own PutEvents by the way its own services use.
"""

import json
import logging
import os
import signal
import sys
import threading
import time
from datetime import datetime


def end_with_parent():
    while os.read(0, 1):
        pass
    os.killpg(0, signal.SIGTERM)
    time.sleep(3)
    os.killpg(0, signal.SIGKILL)


def serve_moto(port):
    from moto.server import main

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    main(["-H", "127.0.0.1", "-p", port])


def serve_ministack():
    from ministack import app as gateway

    ministack = gateway.app

    async def app(scope, receive, send):
        if scope["type"] == "http" and scope["path"] == "/_engines/cloudtrail":
            await cloudtrail_record(receive, send)
        else:
            await ministack(scope, receive, send)

    print_function_logs()
    gateway.app = app
    gateway._port_is_bindable = lambda host, port: False  # else it would also listen on 443
    sys.argv = ["ministack"]  # it reads its port from the environment
    gateway.main()


def print_function_logs():
    """What functions log goes to ministack's CloudWatch Logs, and here also to the emulator's own log."""
    from ministack.services import cloudwatch_logs

    append = cloudwatch_logs._append_log_events

    def append_and_print(stream, events):
        for event in events:
            print(event["message"].rstrip(), flush=True)
        append(stream, events)

    cloudwatch_logs._append_log_events = append_and_print


async def cloudtrail_record(receive, send):
    from ministack.core.responses import set_request_account_id, set_request_region
    from ministack.services import cloudtrail, eventbridge

    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    request = json.loads(body)
    record = request["record"]
    set_request_account_id(record["recipientAccountId"])
    set_request_region(record["awsRegion"])
    cloudtrail._get_event_queue().append(history_event(record))
    answer = {}
    if request["deliver"]:
        _, _, answer = eventbridge._put_events(
            {
                "Entries": [
                    {
                        "Source": "aws." + record["eventSource"].split(".")[0],
                        "DetailType": "AWS API Call via CloudTrail",
                        "Detail": json.dumps(record),
                    }
                ]
            },
            allow_aws_source=True,
        )
        answer = json.loads(answer)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]})
    await send({"type": "http.response.body", "body": json.dumps(answer).encode()})


def history_event(record):
    """What LookupEvents returns for a record, as ministack stores it."""
    parameters = record.get("requestParameters") or {}
    name = parameters.get("name") or parameters.get("trailName")
    return {
        "EventId": record["eventID"],
        "EventName": record["eventName"],
        "EventSource": record["eventSource"],
        "EventTime": datetime.fromisoformat(record["eventTime"].replace("Z", "+00:00")).timestamp(),
        "Username": record["userIdentity"].get("userName", ""),
        "AccessKeyId": record["userIdentity"].get("accessKeyId", ""),
        "ReadOnly": str(record["readOnly"]).lower(),
        "Resources": [{"ResourceType": "AWS::CloudTrail::Trail", "ResourceName": name}] if name else [],
        "CloudTrailEvent": json.dumps(record),
    }


if __name__ == "__main__":
    threading.Thread(target=end_with_parent, daemon=True).start()
    if sys.argv[1] == "moto":
        serve_moto(sys.argv[2])
    else:
        serve_ministack()
