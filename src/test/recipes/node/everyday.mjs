import { readFileSync } from "node:fs";
import { canonical, reply, replyKey, request } from "./goldfish.mjs";

const caller = { client: "client-001", secret: "client_secret_key_456", server: "mcp-server-001" };
const everyday = [
  { path: "a/b", url: "https://example.org/?q=1&r=<2>" },
  { text: "Gr\u00fc\u00dfe \u6771\u4eac \ud83d\ude00", e: "e\u0301", sep: "\u2028\u2029", del: "\u007f", c1: "\u0085" },
  { text: "tab\t newline\n return\r quote\" back\\slash nul\u0000 esc\u001b 'single'" },
  { ints: [0, -17, 1766388827, 9007199254740991], big: [9007199254740993n, 9223372036854775807n] },
  { floats: [0.1, 1.5, -2.25, 19.99, 0.30000000000000004, 123456789.125, 0.0001, 1 / 3] },
  { small: [1e-5, 1.234e-5, 1e-7, 1.5e-10, 5e-324], large: [1e16, 1.2345e16, 1e21, 1e22, 1.5e300, -1e100] },
  { whole: [3.0, 1e6, 1e15, 1234567890123456.5, 9999999999999998.0], zero: 0.0 },
  { b: 1, a: 2, B: 3, 10: 4, 2: 5, "\u00e9": 6, "\ud83d\ude00": 7, "\uffff": 8, "": 9, _: 10 },
  { a: { b: [1, { c: null }] }, list: [], object: {}, lists: [[], [[]], {}], yes: true, no: false, nothing: null },
];

if (process.argv[2] === "requests") {
  for (const value of everyday) console.log(request(caller, "test_victim", { bag: value }));
} else if (process.argv[2] === "canonical") {
  for (const line of readFileSync(0, "utf8").trim().split("\n")) console.log(canonical(JSON.parse(line)));
} else {
  for (const line of readFileSync(0, "utf8").trim().split("\n")) {
    try {
      reply(line, replyKey(caller.secret, caller.server));
      console.log("right");
    } catch (e) {
      console.log("wrong");
    }
  }
}
