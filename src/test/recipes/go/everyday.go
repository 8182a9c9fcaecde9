package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"
)

var secret = []byte("client_secret_key_456")

type fields = map[string]any
type list = []any

func everyday() list {
	return list{
		fields{"path": "a/b", "url": "https://example.org/?q=1&r=<2>"},
		fields{"text": "Gr\u00fc\u00dfe \u6771\u4eac \U0001f600", "e": "e\u0301", "sep": "\u2028\u2029", "del": "\x7f", "c1": "\u0085"},
		fields{"text": "tab\t newline\n return\r quote\" back\\slash nul\x00 esc\x1b 'single'"},
		fields{"ints": list{0, -17, 1766388827, 9007199254740991}, "big": list{9007199254740993, json.Number("9223372036854775807")}},
		fields{"floats": list{0.1, 1.5, -2.25, 19.99, 0.30000000000000004, 123456789.125, 0.0001, 1.0 / 3}},
		fields{"small": list{1e-5, 1.234e-5, 1e-7, 1.5e-10, 5e-324}, "large": list{1e16, 1.2345e16, 1e21, 1e22, 1.5e300, -1e100}},
		fields{"whole": list{3.0, 1e6, 1e15, 1234567890123456.5, 9999999999999998.0}, "zero": 0.0},
		fields{"b": 1, "a": 2, "B": 3, "10": 4, "2": 5, "\u00e9": 6, "\U0001f600": 7, "\uffff": 8, "": 9, "_": 10},
		fields{"a": fields{"b": list{1, fields{"c": nil}}}, "list": list{}, "object": fields{}, "lists": list{list{}, list{list{}}, fields{}}, "yes": true, "no": false, "nothing": nil},
	}
}

func canonical(text string) string {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		panic(err)
	}
	signed, err := Canonical(value)
	if err != nil {
		panic(err)
	}
	return signed
}

func main() {
	if os.Args[1] == "requests" {
		for _, value := range everyday() {
			body, err := Request("client-001", secret, "mcp-server-001", "test_victim", fields{"bag": value}, random())
			if err != nil {
				panic(err)
			}
			fmt.Println(body)
		}
		return
	}
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		if os.Args[1] == "canonical" {
			fmt.Println(canonical(lines.Text()))
			continue
		}
		if _, err := Reply(lines.Text(), ReplyKey(secret, "mcp-server-001")); err != nil {
			fmt.Println("wrong")
		} else {
			fmt.Println("right")
		}
	}
}
