# For bash 4 and openssl. Bash has no JSON: write arguments in canonical form, or have `goldfish canonical` do it.

# The bytes of standard input in hex.
hex() { od -An -v -tx1 | tr -d ' \n'; }

# HMAC-SHA256 of standard input under a key in hex. `openssl dgst -hmac` would show the key to everyone in `ps`.
hmac() {
    local key=$1 inner='' outer='' i byte
    while ((${#key} < 128)); do key+=00; done
    for ((i = 0; i < 128; i += 2)); do
        byte=$((16#${key:i:2}))
        printf -v inner '%s\\x%02x' "$inner" $((byte ^ 0x36))
        printf -v outer '%s\\x%02x' "$outer" $((byte ^ 0x5c))
    done
    { printf "$inner"; cat; } | openssl dgst -sha256 -binary | { printf "$outer"; cat; } | openssl dgst -sha256 -binary | hex
}

# The body of one call: CLIENT SECRET_HEX SERVER TOOL ARGS [REQUEST_ID]. A retry keeps REQUEST_ID and is signed anew.
request() {
    local id=${6:-$(openssl rand -hex 16)} nonce head tail
    nonce=$(openssl rand -hex 16)
    head="{\"args\":$5,\"client_id\":\"$1\",\"nonce\":\"$nonce\",\"request_id\":\"$id\",\"server_id\":\"$3\","
    tail="\"tool\":\"$4\",\"ts_ms\":$(date +%s)000,\"v\":\"mcp/0.1\"}"
    printf '%s"signature":"%s",%s\n' "$head" "$(printf %s "$head$tail" | hmac "$2")" "$tail"
}

# What signs replies with reply-key=client-secret, in hex: SECRET_HEX SERVER.
reply_key() {
    local zeros=0000000000000000000000000000000000000000000000000000000000000000
    { printf 'mcp/0.1 reply\0%s\x01' "$2"; } | hmac "$(printf "$(sed 's/../\\x&/g' <<< "$1")" | hmac $zeros)"
}

# Whether a reply is the server's: BODY KEY_HEX. Then compare server_id, request_id and ts_ms with what you asked.
verified() {
    local found='^(.*)"signature":"([0-9a-f]{64})",(.*)$'
    [[ $1 =~ $found ]] || return 1
    [[ $(printf %s "${BASH_REMATCH[1]}${BASH_REMATCH[3]}" | hmac "$2") == "${BASH_REMATCH[2]}" ]]
}
