import json
import sys

import goldfish

CLIENT, SECRET, SERVER = "client-001", b"client_secret_key_456", "mcp-server-001"
EVERYDAY = [
    {"path": "a/b", "url": "https://example.org/?q=1&r=<2>"},
    {"text": "Gr\u00fc\u00dfe \u6771\u4eac \U0001f600", "e": "e\u0301", "sep": "\u2028\u2029", "del": "\x7f", "c1": "\x85"},
    {"text": "tab\t newline\n return\r quote\" back\\slash nul\0 esc\x1b 'single'"},
    {"ints": [0, -17, 1766388827, 9007199254740991], "big": [9007199254740993, 9223372036854775807]},
    {"floats": [0.1, 1.5, -2.25, 19.99, 0.30000000000000004, 123456789.125, 0.0001, 1 / 3]},
    {"small": [1e-5, 1.234e-5, 1e-7, 1.5e-10, 5e-324], "large": [1e16, 1.2345e16, 1e21, 1e22, 1.5e300, -1e100]},
    {"whole": [3.0, 1e6, 1e15, 1234567890123456.5, 9999999999999998.0], "zero": 0.0},
    {"b": 1, "a": 2, "B": 3, "10": 4, "2": 5, "\u00e9": 6, "\U0001f600": 7, "\uffff": 8, "": 9, "_": 10},
    {"a": {"b": [1, {"c": None}]}, "list": [], "object": {}, "lists": [[], [[]], {}], "yes": True, "no": False, "nothing": None},
]

if sys.argv[1] == "requests":
    for value in EVERYDAY:
        print(goldfish.request(CLIENT, SECRET, SERVER, "test_victim", {"bag": value}))
elif sys.argv[1] == "canonical":
    for line in sys.stdin.buffer.read().decode().strip().split("\n"):
        print(goldfish.canonical(json.loads(line)))
else:
    for line in sys.stdin.read().strip().split("\n"):
        try:
            goldfish.reply(line, goldfish.reply_key(SECRET, SERVER))
            print("right")
        except ValueError:
            print("wrong")
