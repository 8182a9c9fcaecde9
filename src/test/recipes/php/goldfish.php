<?php

declare(strict_types=1);

// A value as the text that is signed, and sent. An empty array is a list: write new stdClass for {}.
function canonical(mixed $value): string
{
    if (is_float($value)) {
        return number($value);
    }
    if (is_array($value) && array_is_list($value)) {
        return '[' . implode(',', array_map(canonical(...), $value)) . ']';
    }
    if (is_array($value) || $value instanceof stdClass) {
        $members = [];
        foreach ((array) $value as $name => $member) {
            $members[(string) $name] = text((string) $name) . ':' . canonical($member);
        }
        // Not as numbers, which PHP makes of the keys "10" and "2".
        ksort($members, SORT_STRING);
        return '{' . implode(',', $members) . '}';
    }
    return is_string($value) ? text($value) : json_encode($value, JSON_THROW_ON_ERROR);
}

// json_encode finds the digits (serialize_precision is -1, the default) but writes 1.0e-5, and fixed notation to 1e17.
function number(float $x): string
{
    if (!is_finite($x)) {
        throw new ValueError('no JSON number');
    }
    $text = json_encode($x, JSON_PRESERVE_ZERO_FRACTION);
    if ($x == 0 || (abs($x) >= 1e-4 && abs($x) < 1e16)) {
        return $text;
    }
    if (!str_contains($text, 'e')) {
        $digits = rtrim(substr($text, 0, -2), '0');
        $text = preg_replace('/\d/', '$0.', $digits, 1) . 'e+16';
    }
    [$mantissa, $exponent] = explode('e', $text);
    return preg_replace('/\.0?$/', '', $mantissa) . sprintf('e%s%02d', $exponent[0], substr($exponent, 1));
}

// json_encode alone would write \/ for a slash, and DEL as it is.
function text(string $text): string
{
    return str_replace("\x7f", '\u007f', json_encode($text, JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR));
}

function sign(string $text, string $key): string
{
    return hash_hmac('sha256', $text, $key);
}

// The body of one call. A retry keeps $requestId and is signed anew.
function request(string $client, string $secret, string $server, string $tool, array|stdClass $args, string $requestId = ''): string
{
    $envelope = [
        'v' => 'mcp/0.1', 'request_id' => $requestId ?: bin2hex(random_bytes(16)), 'ts_ms' => (int) (microtime(true) * 1000),
        'client_id' => $client, 'server_id' => $server, 'tool' => $tool,
        'args' => $args === [] ? new stdClass() : $args, 'nonce' => bin2hex(random_bytes(16)),
    ];
    return canonical($envelope + ['signature' => sign(canonical($envelope), $secret)]);
}

// What signs replies with reply-key=client-secret; with server-secret it is the server's secret itself.
function reply_key(string $secret, string $server): string
{
    return hash_hkdf('sha256', $secret, 32, "mcp/0.1 reply\0" . $server);
}

// The reply, or an error. Then compare server_id, request_id and ts_ms with what you asked.
function reply(string $body, string $key): stdClass
{
    $at = strrpos($body, '"signature":"');
    if ($at === false || !preg_match('/\G"signature":"([0-9a-f]{64})",/', $body, $found, 0, $at)) {
        throw new RuntimeException('not signed');
    }
    if (!hash_equals(sign(substr($body, 0, $at) . substr($body, $at + strlen($found[0])), $key), $found[1])) {
        throw new RuntimeException("not the server's");
    }
    return json_decode($body, false, 512, JSON_BIGINT_AS_STRING | JSON_THROW_ON_ERROR);
}
