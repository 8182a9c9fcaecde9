require_relative "goldfish"

SECRET = "client_secret_key_456"
SERVER = "mcp-server-001"
EVERYDAY = [
  { path: "a/b", url: "https://example.org/?q=1&r=<2>" },
  { text: "Gr\u00fc\u00dfe \u6771\u4eac \u{1f600}", e: "e\u0301", sep: "\u2028\u2029", del: "\x7f", c1: "\u0085" },
  { text: "tab\t newline\n return\r quote\" back\\slash nul\0 esc\e 'single'" },
  { ints: [0, -17, 1766388827, 9007199254740991], big: [9007199254740993, 9223372036854775807] },
  { floats: [0.1, 1.5, -2.25, 19.99, 0.30000000000000004, 123456789.125, 0.0001, 1.0 / 3] },
  { small: [1e-5, 1.234e-5, 1e-7, 1.5e-10, 5e-324], large: [1e16, 1.2345e16, 1e21, 1e22, 1.5e300, -1e100] },
  { whole: [3.0, 1e6, 1e15, 1234567890123456.5, 9999999999999998.0], zero: 0.0 },
  { b: 1, a: 2, B: 3, "10": 4, "2": 5, "\u00e9" => 6, "\u{1f600}" => 7, "\uffff" => 8, "" => 9, _: 10 },
  { a: { b: [1, { c: nil }] }, list: [], object: {}, lists: [[], [[]], {}], yes: true, no: false, nothing: nil },
]

if ARGV[0] == "requests"
  EVERYDAY.each { |value| puts Goldfish.request("client-001", SECRET, SERVER, "test_victim", { bag: value }) }
elsif ARGV[0] == "canonical"
  $stdin.set_encoding("UTF-8")
  $stdin.read.strip.split("\n").each { |line| puts Goldfish.canonical(JSON.parse(line)) }
else
  $stdin.read.strip.split("\n").each do |line|
    Goldfish.reply(line, Goldfish.reply_key(SECRET, SERVER))
    puts "right"
  rescue RuntimeError
    puts "wrong"
  end
end
