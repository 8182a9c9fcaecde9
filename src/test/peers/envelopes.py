"""Requests, signed in advance: as many as a run may need, each with a nonce of its own."""

import hmac
import json
import os
import time
import uuid

CLIENT_ID, CLIENT_SECRET = "peers-client", b"the secret of the client in all comparisons"
SERVER_ID, SERVER_SECRET = "peers-server", b"the server's secret in all comparisons"
NUMBERS = [round(1.25 * n, 2) for n in range(1, 21)]
SUM_ARGS = json.dumps({"numbers": NUMBERS}, separators=(",", ":"))


def sign(secret, text):
    return hmac.digest(secret, text.encode(), "sha256").hex()


def signed(tool, args, request_id):
    """An envelope in canonical form, as the project's own client sends it. The args are canonical JSON already."""
    head = (
        f'{{"args":{args},"client_id":"{CLIENT_ID}","nonce":"{os.urandom(16).hex()}","request_id":"{request_id}",'
        f'"server_id":"{SERVER_ID}",'
    )
    tail = f'"tool":"{tool}","ts_ms":{int(time.time() * 1000)},"v":"mcp/0.1"}}'
    return f'{head}"signature":"{sign(CLIENT_SECRET, head + tail)}",{tail}'


def job_id(request_id):
    """The id that the server gives the job of a request: a poll can be signed before the start is sent."""
    mac = hmac.digest(SERVER_SECRET, f"job {CLIENT_ID} {request_id}".encode(), "sha256")
    number = int.from_bytes(mac[:16], "big")
    number = number & ~(0xF << 76) | 0x8 << 76
    number = number & ~(0x3 << 62) | 0x2 << 62
    return str(uuid.UUID(int=number))


def reply_is_signed(body, secret):
    """Whether a reply in canonical form has its signature: what is left without it must give it again."""
    signature = json.loads(body)["signature"]
    return hmac.compare_digest(sign(secret, body.replace(f'"signature":"{signature}",', "", 1)), signature)


def client_reply_key():
    """HKDF-SHA256 of the client's secret, as the protocol's reply key "client-secret" wants it."""
    pseudo_random_key = hmac.digest(bytes(32), CLIENT_SECRET, "sha256")
    return hmac.digest(pseudo_random_key, b"mcp/0.1 reply\0" + SERVER_ID.encode() + b"\1", "sha256")


def http(port, path, body):
    """A whole HTTP request."""
    return (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


def write(file, requests):
    """Writes requests as replay.lua reads them."""
    with open(file, "wb", 1 << 20) as out:
        for request in requests:
            out.write(b"%08d" % len(request))
            out.write(request)
