import { createHmac, hkdfSync, randomUUID, timingSafeEqual } from "node:crypto";

// A value as the text that is signed, and sent: sort and escape as Python's json.dumps does.
export function canonical(value) {
  if (value === null || typeof value === "boolean" || typeof value === "bigint") return String(value);
  if (typeof value === "number") return number(value);
  if (typeof value === "string") return string(value);
  if (Array.isArray(value)) return "[" + value.map(canonical).join(",") + "]";
  if (typeof value !== "object") throw new TypeError("no JSON: " + typeof value);
  const members = Object.keys(value).sort(byCodePoint);
  return "{" + members.map((name) => string(name) + ":" + canonical(value[name])).join(",") + "}";
}

function number(x) {
  if (!Number.isFinite(x)) throw new RangeError("no JSON number: " + x);
  const size = Math.abs(x);
  if (x === 0 || (size >= 1e-4 && size < 1e16)) return String(x);
  // String(1e-5) would be 0.00001, and String(1e-7) has one digit in its exponent.
  return x.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
}

function string(text) {
  if (!text.isWellFormed()) throw new RangeError("a lone surrogate");
  return JSON.stringify(text).replace(/[\u007f-\uffff]/g, (c) => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"));
}

// sort() compares UTF-16 units, which puts an emoji before U+FFFF.
function byCodePoint(a, b) {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

export function sign(text, key) {
  return createHmac("sha256", key).update(text).digest("hex");
}

// The body of one call. A retry keeps requestId and is signed anew.
export function request({ client, secret, server }, tool, args, requestId = randomUUID()) {
  const envelope = {
    v: "mcp/0.1", request_id: requestId, ts_ms: Date.now(), client_id: client, server_id: server,
    tool, args, nonce: randomUUID(),
  };
  return canonical({ ...envelope, signature: sign(canonical(envelope), secret) });
}

// What signs replies with reply-key=client-secret; with server-secret it is the server's secret itself.
export function replyKey(secret, server) {
  return Buffer.from(hkdfSync("sha256", secret, Buffer.alloc(32), "mcp/0.1 reply\0" + server, 32));
}

// The reply, or an error. Then compare server_id, request_id and ts_ms with what you asked.
export function reply(body, key) {
  const end = body.lastIndexOf('"signature":"');
  const found = /^"signature":"([0-9a-f]{64})",/.exec(end < 0 ? "" : body.slice(end));
  if (!found) throw new Error("not signed");
  const right = sign(body.slice(0, end) + body.slice(end + found[0].length), key);
  if (!timingSafeEqual(Buffer.from(right), Buffer.from(found[1]))) throw new Error("not the server's");
  return JSON.parse(body);
}
