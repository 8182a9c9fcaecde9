package main

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Canonical is a value as the text that is signed, and sent. Decode foreign JSON with UseNumber: float64 loses digits.
func Canonical(value any) (string, error) {
	switch v := value.(type) {
	case nil:
		return "null", nil
	case bool:
		return strconv.FormatBool(v), nil
	case int:
		return strconv.Itoa(v), nil
	case int64:
		return strconv.FormatInt(v, 10), nil
	case float64:
		return number(v)
	case json.Number:
		if v == "-0" {
			return "0", nil
		}
		if !strings.ContainsAny(v.String(), ".eE") {
			return v.String(), nil
		}
		x, err := v.Float64()
		if err != nil {
			return "", err
		}
		return number(x)
	case string:
		return text(v)
	case []any:
		parts := make([]string, len(v))
		for i, element := range v {
			part, err := Canonical(element)
			if err != nil {
				return "", err
			}
			parts[i] = part
		}
		return "[" + strings.Join(parts, ",") + "]", nil
	case map[string]any:
		return object(v)
	}
	return "", fmt.Errorf("no JSON: %T", value)
}

// Strings compare by bytes, which is the order of code points.
func object(members map[string]any) (string, error) {
	names := make([]string, 0, len(members))
	for name := range members {
		names = append(names, name)
	}
	sort.Strings(names)
	parts := make([]string, len(names))
	for i, name := range names {
		key, err := text(name)
		if err != nil {
			return "", err
		}
		value, err := Canonical(members[name])
		if err != nil {
			return "", err
		}
		parts[i] = key + ":" + value
	}
	return "{" + strings.Join(parts, ",") + "}", nil
}

// encoding/json writes 1e-7 where Python writes 1e-07, and other limits between the notations.
func number(x float64) (string, error) {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return "", errors.New("no JSON number")
	}
	if size := math.Abs(x); size != 0 && (size < 1e-4 || size >= 1e16) {
		return strconv.FormatFloat(x, 'e', -1, 64), nil
	}
	fixed := strconv.FormatFloat(x, 'f', -1, 64)
	if !strings.Contains(fixed, ".") {
		fixed += ".0"
	}
	return fixed, nil
}

// encoding/json would escape <, > and & too, and leave é as it is.
func text(s string) (string, error) {
	if !utf8.ValidString(s) {
		return "", errors.New("not UTF-8")
	}
	short := map[rune]string{'"': `\"`, '\\': `\\`, '\b': `\b`, '\f': `\f`, '\n': `\n`, '\r': `\r`, '\t': `\t`}
	var out strings.Builder
	out.WriteByte('"')
	for _, r := range s {
		if escape, there := short[r]; there {
			out.WriteString(escape)
		} else if r >= 0x20 && r <= 0x7e {
			out.WriteRune(r)
		} else if r < 0x10000 {
			fmt.Fprintf(&out, `\u%04x`, r)
		} else {
			fmt.Fprintf(&out, `\u%04x\u%04x`, 0xd800+(r-0x10000)>>10, 0xdc00+(r-0x10000)&0x3ff)
		}
	}
	out.WriteByte('"')
	return out.String(), nil
}

func mac(key []byte, parts ...string) []byte {
	h := hmac.New(sha256.New, key)
	for _, part := range parts {
		h.Write([]byte(part))
	}
	return h.Sum(nil)
}

func random() string {
	bytes := make([]byte, 16)
	if _, err := rand.Read(bytes); err != nil {
		panic(err)
	}
	return hex.EncodeToString(bytes)
}

// Request is the body of one call. A retry keeps requestID and is signed anew.
func Request(client string, secret []byte, server, tool string, args map[string]any, requestID string) (string, error) {
	envelope := map[string]any{
		"v": "mcp/0.1", "request_id": requestID, "ts_ms": time.Now().UnixMilli(), "client_id": client,
		"server_id": server, "tool": tool, "args": args, "nonce": random(),
	}
	signed, err := Canonical(envelope)
	if err != nil {
		return "", err
	}
	envelope["signature"] = hex.EncodeToString(mac(secret, signed))
	return Canonical(envelope)
}

// ReplyKey signs replies with reply-key=client-secret; with server-secret it is the server's secret itself.
func ReplyKey(secret []byte, server string) []byte {
	prk := mac(make([]byte, 32), string(secret))
	return mac(prk, "mcp/0.1 reply\x00", server, "\x01")
}

var signature = regexp.MustCompile(`^"signature":"([0-9a-f]{64})",`)

// Reply checks a reply's signature. Then compare server_id, request_id and ts_ms with what you asked.
func Reply(body string, key []byte) (map[string]any, error) {
	at := strings.LastIndex(body, `"signature":"`)
	if at < 0 {
		return nil, errors.New("not signed")
	}
	found := signature.FindStringSubmatch(body[at:])
	if found == nil {
		return nil, errors.New("not signed")
	}
	given, _ := hex.DecodeString(found[1])
	if !hmac.Equal(mac(key, body[:at], body[at+len(found[0]):]), given) {
		return nil, errors.New("not the server's")
	}
	decoder := json.NewDecoder(strings.NewReader(body))
	decoder.UseNumber()
	var reply map[string]any
	return reply, decoder.Decode(&reply)
}
