require "json"
require "openssl"
require "securerandom"

module Goldfish
  module_function

  # A value as the text that is signed, and sent.
  def canonical(value)
    case value
    when nil then "null"
    when true, false, Integer then value.to_s
    when Float then number(value)
    when String, Symbol then text(value.to_s)
    when Array then "[" + value.map { |element| canonical(element) }.join(",") + "]"
    when Hash
      members = value.map { |name, member| [name.to_s.encode("UTF-8"), member] }.sort_by(&:first)
      "{" + members.map { |name, member| text(name) + ":" + canonical(member) }.join(",") + "}"
    else raise TypeError, "no JSON: #{value.class}"
    end
  end

  # JSON.generate writes 1.0e-05 and 1.0e+15 where Python writes 1e-05 and 1000000000000000.0.
  def number(x)
    raise RangeError, "no JSON number" unless x.finite?
    x.abs.between?(1e15, 1e16.prev_float) ? format("%.1f", x) : x.to_s.sub(".0e", "e")
  end

  # JSON.generate alone would leave é and DEL as they are.
  def text(string)
    utf8 = string.encode("UTF-8")
    raise EncodingError, "not UTF-8" unless utf8.valid_encoding?
    JSON.generate(utf8, ascii_only: true).gsub("\x7f", '\u007f')
  end

  def sign(text, key)
    OpenSSL::HMAC.hexdigest("SHA256", key, text)
  end

  # The body of one call. A retry keeps request_id and is signed anew.
  def request(client, secret, server, tool, args, request_id = SecureRandom.uuid)
    envelope = {
      "v" => "mcp/0.1", "request_id" => request_id, "ts_ms" => Process.clock_gettime(Process::CLOCK_REALTIME, :millisecond),
      "client_id" => client, "server_id" => server, "tool" => tool, "args" => args, "nonce" => SecureRandom.uuid
    }
    canonical(envelope.merge("signature" => sign(canonical(envelope), secret)))
  end

  # What signs replies with reply-key=client-secret; with server-secret it is the server's secret itself.
  def reply_key(secret, server)
    OpenSSL::KDF.hkdf(secret, salt: "\0" * 32, info: "mcp/0.1 reply\0#{server}", length: 32, hash: "SHA256")
  end

  # The reply, or an error. Then compare server_id, request_id and ts_ms with what you asked.
  def reply(body, key)
    at = body.rindex('"signature":"')
    found = at && /\G"signature":"([0-9a-f]{64})",/.match(body, at)
    raise "not signed" unless found
    right = sign(body[0...at] + body[found.end(0)..], key)
    raise "not the server's" unless OpenSSL.secure_compare(right, found[1])
    JSON.parse(body)
  end
end
