. "$(dirname "$0")/goldfish.sh"

secret=$(printf %s client_secret_key_456 | hex)
everyday=(
    '{"path":"a/b","url":"https://example.org/?q=1&r=<2>"}'
    '{"c1":"\u0085","del":"\u007f","e":"e\u0301","sep":"\u2028\u2029","text":"Gr\u00fc\u00dfe \u6771\u4eac \ud83d\ude00"}'
    '{"text":"tab\t newline\n return\r quote\" back\\slash nul\u0000 esc\u001b '\''single'\''"}'
    '{"big":[9007199254740993,9223372036854775807],"ints":[0,-17,1766388827,9007199254740991]}'
    '{"floats":[0.1,1.5,-2.25,19.99,0.30000000000000004,123456789.125,0.0001,0.3333333333333333]}'
    '{"large":[1e+16,1.2345e+16,1e+21,1e+22,1.5e+300,-1e+100],"small":[1e-05,1.234e-05,1e-07,1.5e-10,5e-324]}'
    '{"whole":[3.0,1000000.0,1000000000000000.0,1234567890123456.5,9999999999999998.0],"zero":0.0}'
    '{"":9,"10":4,"2":5,"B":3,"_":10,"a":2,"b":1,"\u00e9":6,"\uffff":8,"\ud83d\ude00":7}'
    '{"a":{"b":[1,{"c":null}]},"list":[],"lists":[[],[[]],{}],"no":false,"nothing":null,"object":{},"yes":true}'
)

if [ "$1" = requests ]; then
    for value in "${everyday[@]}"; do
        request client-001 "$secret" mcp-server-001 test_victim "{\"bag\":$value}"
    done
else
    key=$(reply_key "$secret" mcp-server-001)
    while IFS= read -r line; do
        if verified "$line" "$key"; then echo right; else echo wrong; fi
    done
fi
