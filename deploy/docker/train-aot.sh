#!/bin/sh
# Writes goldfish.aot beside quarkus-run.jar in the current folder: the classes that a start needs, loaded and linked
# ahead of time (JEP 483, 514). Needs a JVM of 25 or later, and the packaging aot-jar; needs no Redis.
set -eu
export GOLDFISH_SERVER_ID=training GOLDFISH_SERVER_SECRET=a-secret-of-the-training-run-only
export GOLDFISH_CLIENTS_FILE="${TMPDIR:-/tmp}/training-clients.json" QUARKUS_REDIS_HOSTS=redis://127.0.0.1:1
export QUARKUS_HTTP_HOST=127.0.0.1 QUARKUS_HTTP_PORT=0 QUARKUS_SHUTDOWN_DELAY=0s
echo '{"clients": {"training": {"secrets": ["a-client-of-the-training-run-only"], "tools": ["*"]}}}' > "$GOLDFISH_CLIENTS_FILE"

log=$(mktemp)
java -XX:AOTCacheOutput=goldfish.aot -jar quarkus-run.jar > "$log" 2>&1 &
server=$!
until grep -q "Listening on" "$log"; do
    kill -0 $server 2> /dev/null || { cat "$log" >&2; exit 1; }
    sleep 0.1
done
kill $server
# A JVM that was asked to stop says 143; the cache is written on its way out.
wait $server || [ $? -eq 143 ]
rm -f "$log" "$GOLDFISH_CLIENTS_FILE"
test -s goldfish.aot
