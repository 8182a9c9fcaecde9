import hashlib
import hmac
import json
import re
import time
import uuid


# A value as the text that is signed, and sent. NaN and infinities are no JSON.
def canonical(value) -> str:
    return json.dumps(value, separators=(",", ":"), sort_keys=True, allow_nan=False)


def sign(text: str, key: bytes) -> str:
    return hmac.new(key, text.encode("ascii"), hashlib.sha256).hexdigest()


# The body of one call. A retry keeps request_id and is signed anew.
def request(client: str, secret: bytes, server: str, tool: str, args: dict, request_id: str = "") -> str:
    envelope = {
        "v": "mcp/0.1", "request_id": request_id or str(uuid.uuid4()), "ts_ms": int(time.time() * 1000),
        "client_id": client, "server_id": server, "tool": tool, "args": args, "nonce": str(uuid.uuid4()),
    }
    return canonical({**envelope, "signature": sign(canonical(envelope), secret)})


# What signs replies with reply-key=client-secret; with server-secret it is the server's secret itself.
def reply_key(secret: bytes, server: str) -> bytes:
    prk = hmac.new(bytes(32), secret, hashlib.sha256).digest()
    return hmac.new(prk, b"mcp/0.1 reply\0" + server.encode() + b"\x01", hashlib.sha256).digest()


# The reply, or an error. Then compare server_id, request_id and ts_ms with what you asked.
def reply(body: str, key: bytes) -> dict:
    at = body.rfind('"signature":"')
    found = re.compile(r'"signature":"([0-9a-f]{64})",').match(body, at) if at >= 0 else None
    if not found:
        raise ValueError("not signed")
    if not hmac.compare_digest(sign(body[:at] + body[found.end():], key), found[1]):
        raise ValueError("not the server's")
    return json.loads(body)
