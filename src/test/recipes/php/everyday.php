<?php

declare(strict_types=1);

require __DIR__ . '/goldfish.php';

const SECRET = 'client_secret_key_456';
const SERVER = 'mcp-server-001';

$everyday = [
    ['path' => 'a/b', 'url' => 'https://example.org/?q=1&r=<2>'],
    ['text' => "Gr\u{fc}\u{df}e \u{6771}\u{4eac} \u{1f600}", 'e' => "e\u{301}", 'sep' => "\u{2028}\u{2029}", 'del' => "\x7f", 'c1' => "\u{85}"],
    ['text' => "tab\t newline\n return\r quote\" back\\slash nul\0 esc\e 'single'"],
    ['ints' => [0, -17, 1766388827, 9007199254740991], 'big' => [9007199254740993, 9223372036854775807]],
    ['floats' => [0.1, 1.5, -2.25, 19.99, 0.30000000000000004, 123456789.125, 0.0001, 1 / 3]],
    ['small' => [1e-5, 1.234e-5, 1e-7, 1.5e-10, 5e-324], 'large' => [1e16, 1.2345e16, 1e21, 1e22, 1.5e300, -1e100]],
    ['whole' => [3.0, 1e6, 1e15, 1234567890123456.5, 9999999999999998.0], 'zero' => 0.0],
    ['b' => 1, 'a' => 2, 'B' => 3, '10' => 4, '2' => 5, "\u{e9}" => 6, "\u{1f600}" => 7, "\u{ffff}" => 8, '' => 9, '_' => 10],
    ['a' => ['b' => [1, ['c' => null]]], 'list' => [], 'object' => new stdClass(), 'lists' => [[], [[]], new stdClass()], 'yes' => true, 'no' => false, 'nothing' => null],
];

if ($argv[1] === 'requests') {
    foreach ($everyday as $value) {
        echo request('client-001', SECRET, SERVER, 'test_victim', ['bag' => $value]), "\n";
    }
} elseif ($argv[1] === 'canonical') {
    foreach (explode("\n", trim(stream_get_contents(STDIN))) as $line) {
        echo canonical(json_decode($line, false, 512, JSON_THROW_ON_ERROR)), "\n";
    }
} else {
    foreach (explode("\n", trim(stream_get_contents(STDIN))) as $line) {
        try {
            reply($line, reply_key(SECRET, SERVER));
            echo "right\n";
        } catch (RuntimeException) {
            echo "wrong\n";
        }
    }
}
