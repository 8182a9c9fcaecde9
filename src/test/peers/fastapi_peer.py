"""A reference server of the protocol in Python: verifies, sums and signs one call, and remembers no nonce.

Run by uvicorn: PEER_SERVER_ID, PEER_SERVER_SECRET, PEER_CLIENT_ID and PEER_CLIENT_SECRET come from the environment.
"""

import hashlib
import hmac
import json
import math
import os
import time

from fastapi import FastAPI, Request, Response
from pydantic import BaseModel, Field, ValidationError

SERVER_ID = os.environ["PEER_SERVER_ID"]
SERVER_SECRET = os.environ["PEER_SERVER_SECRET"].encode()
CLIENT_SECRETS = {os.environ["PEER_CLIENT_ID"]: os.environ["PEER_CLIENT_SECRET"].encode()}
TIME_WINDOW_MS = 300_000

app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)


class Numbers(BaseModel):
    numbers: list[float] = Field(min_length=1)


def sign(fields, secret):
    text = json.dumps(fields, separators=(",", ":"), sort_keys=True)
    return hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()


def reply(http_status, request_id, result=None, error=None):
    fields = {
        "v": "mcp/0.1",
        "request_id": request_id,
        "ts_ms": int(time.time() * 1000),
        "ok": error is None,
        "server_id": SERVER_ID,
        "status": "ok" if error is None else "error",
        "result": result,
        "error": error,
    }
    fields["signature"] = sign(fields, SERVER_SECRET)
    return Response(json.dumps(fields, separators=(",", ":"), sort_keys=True), http_status, media_type="application/json")


@app.post("/call")
async def call(request: Request) -> Response:
    try:
        envelope = json.loads(await request.body())
        request_id, signature = envelope["request_id"], envelope.pop("signature")
        secret = CLIENT_SECRETS[envelope["client_id"]]
    except (ValueError, KeyError):
        return reply(400, "", error="bad envelope")
    if not hmac.compare_digest(sign(envelope, secret), signature):
        return reply(401, request_id, error="bad signature")
    if envelope["server_id"] != SERVER_ID:
        return reply(403, request_id, error="wrong server")
    if abs(time.time() * 1000 - envelope["ts_ms"]) > TIME_WINDOW_MS:
        return reply(401, request_id, error="stale timestamp")
    if envelope["tool"] != "batch_sum":
        return reply(404, request_id, error="unknown tool")
    try:
        numbers = Numbers.model_validate(envelope["args"]).numbers
    except ValidationError:
        return reply(422, request_id, error="invalid arguments")
    total = sum(numbers, 0.0)
    if not math.isfinite(total):
        return reply(422, request_id, error="invalid arguments: numbers: their total must be finite")
    return reply(200, request_id, {"count": len(numbers), "total": total})
