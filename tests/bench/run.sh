#!/usr/bin/env bash
# make bench: speed and memory as ratios against a peer measured in the same run; the table goes into README.md.
# ROUNDS and SECONDS_EACH change the length, ONLY="cache redis looks fresh load reload feeds" what is measured.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
bench=tests/bench
: "${ROUNDS:=5}" "${SECONDS_EACH:=3}" "${ONLY:=cache redis looks fresh load reload feeds}" "${O:=out/plain}"
# shellcheck source=../../fcgi/ops/services.sh
source fcgi/ops/services.sh
# shellcheck source=lib.sh
source "$bench/lib.sh"

place=$(mktemp -d /tmp/estrado-bench-XXXXXX) # lib.sh removes it
chmod 711 "$place"
trap stop_all EXIT
trap 'exit 130' INT TERM
tree=$place/content/es-MX # of generated pages
processes=4 # of workers, ours and bare; site.yml's default
estrado=$(realpath "$O/estrado")

# Arguments of our program for an instance: site NAME [KEY=VALUE]...
site() {
    local name=$1 set
    shift
    args=(--config "$PWD/site.yml")
    for set in "state_dir=$place/$name" "pools.public.socket=$place/$name.sock" "pools.public.processes=$processes" \
        "nginx.listen=127.0.0.1:$FRONT" "nginx.local_socket=$place/$name-local.sock" nginx.user=root \
        "redis.socket=$place/redis/redis.sock" "redis.password_file=$place/redis/password" \
        'postgresql.socket_dir=' "$@"; do
        args+=(--set "$set")
    done
}

is_live() {
    grep -q event=generation-live "$1"
}

start_site() {
    site "$@"
    start "$place/$1.log" "$estrado" "${args[@]}" serve
    until_ready "estrado ($1)" is_live "$place/$1.log"
}

start_bare() { # start_bare NAME [REDIS-SOCKET PASSWORD-FILE KEY]
    start "$place/$1.log" "$place/bare" "$place/$1.sock" "$processes" "$place/static/page" "${@:2}"
    until_ready "bare" test -S "$place/$1.sock"
}

# The published page nearest to 14 KB (no form), and its bytes as nginx's micro-cache sends them.
choose_page() {
    local path size
    page=$(curl -fsS "http://127.0.0.1:${FRESH:?}/sitemap.xml" | grep -oE '<loc>[^<]*' | sed -E 's|<loc>https?://[^/]*||' |
        grep -v '^/accesibilidad$' | while read -r path; do
            size=$(curl -fsS -o /dev/null -w '%{size_download}' "http://127.0.0.1:$FRESH${path:-/}")
            printf '%s %s\n' "$((size > 14000 ? size - 14000 : 14000 - size))" "${path:-/}"
        done | sort -n | head -n 1 | cut -d ' ' -f 2)
    fetch() { curl -fsS ${1:+-H "Accept-Encoding: $1"} -o "$place/static/page$2" "http://127.0.0.1:$FRONT$page"; }
    fetch '' ''
    fetch gzip .gz
    fetch br .br
    bytes=$(stat -c %s "$place/static/page")
}

start_services() {
    redis_prepare "$place/redis"
    start "$place/redis.log" redis-server "$place/redis/redis.conf"
    until_ready Redis redis_ready "$place/redis"
    start_site stored
    start_site fresh redis.socket=
    site stored
    "$estrado" "${args[@]}" config nginx "$place/nginx"
    start "$place/nginx.log" nginx -p "$place/nginx" -c nginx.conf -g 'daemon off;'
    local name conf
    conf=$(cat "$bench/yardstick.conf")
    for name in PLACE STATIC STORED FRESH TREE BARE_REDIS BARE_MEMORY; do
        conf=${conf//@$name@/${!name}}
    done
    printf '%s\n' "$conf" >"$place/yardstick.conf"
    start "$place/yardstick.log" nginx -p "$place" -c "$place/yardstick.conf"
    until_ready nginx curl -fsS "http://127.0.0.1:$FRONT/"
    until_ready "nginx (yardstick)" curl -fsS "http://127.0.0.1:$FRESH/"
}

bench_cache() {
    local ours=http://127.0.0.1:$FRONT$page theirs=http://127.0.0.1:$STATIC/page
    side_by_side 'micro-cache / static file, plain' 0.7 "$ours" "$theirs"
    side_by_side 'micro-cache / static file, br or gzip' 0.7 "$ours" "$theirs" 'Accept-Encoding: br, gzip'
}

bench_redis() {
    start_bare bare-redis "$place/redis/redis.sock" "$place/redis/password" estrado:bench
    side_by_side 'Redis hit / bare program, one GET' 0.9 "http://127.0.0.1:$STORED$page" "http://127.0.0.1:$BARE_REDIS$page"
}

redis_keys() { curl -fsS --unix-socket "$place/stored-local.sock" http://local/-/metrics | awk '/^estrado_cache_puts_total/ { print $2 }'; }
cached_files() { find "$place/stored/nginx" -type f -path '*cache*' | wc -l; }

# curl's own globbing: all combinations over one connection.
ask_all() { curl -fsS -o /dev/null "$@"; }

bench_looks() {
    local url=http://127.0.0.1:$STORED$page cached=http://127.0.0.1:$FRONT$page structures before after cookie
    side_by_side 'page with a presentation / without' 0.85 "$url" "$url" 'Cookie: a11y=c-amarillo.t-200.e-1' ''
    for cookie in {,.i-0}{,.r-1}{,.l-1}{,.v-1}; do ask_all -H "Cookie: a11y=c-claro$cookie" "$url"; done
    structures=$(redis_keys)
    for cookie in {c-claro,c-oscuro,c-tenue,c-crema,c-amarillo,c-gris}{,.t-125,.t-150,.t-200,.t-300}{,.f-legible,.f-dislexia}{,.e-1}{,.u-1}{,.i-0}{,.r-1}; do
        printf 'next\nheader = "Cookie: a11y=%s"\nurl = "%s"\noutput = "/dev/null"\n' "$cookie" "$url"
    done | sed 1d >"$place/combinations"
    curl -fsS -K "$place/combinations"
    row "entries in Redis, $(grep -c ^url "$place/combinations") combinations / structures" "$(redis_keys)" "$structures" \
        "$(awk "BEGIN { print $(redis_keys) / $structures }")" '≤ 1'
    ask_all "$cached"
    before=$(($(redis_keys) + $(cached_files)))
    ask_all "$cached?a11y=inventada-[1-10000]"
    after=$(($(redis_keys) + $(cached_files)))
    row 'entries after 10,000 invented words / before' "$after" "$before" "$(awk "BEGIN { print $after / $before }")" '≤ 1'
}

bench_fresh() {
    start_bare bare-memory
    side_by_side 'uncached page / bare program, from memory' 0.5 "http://127.0.0.1:$FRESH$page" "http://127.0.0.1:$BARE_MEMORY$page"
    side_by_side 'uncached page / Redis hit (cache it?)' '' "http://127.0.0.1:$FRESH$page" "http://127.0.0.1:$STORED$page"
}

# Milliseconds from start to serving; leaves the process running in $tree_pid.
time_estrado() {
    local began line
    rm -f "$place/tree.log"
    mkfifo "$place/tree.log"
    began=$(now_ms)
    setsid "$estrado" "${args[@]}" serve 2>"$place/tree.log" >/dev/null &
    tree_pid=$!
    started+=("$tree_pid")
    exec 7<"$place/tree.log"
    while read -r line <&7; do
        [[ $line != *event=generation-live* ]] || break
        [[ $line != *event=generation-refused* ]] || fail "the tree is refused: $line"
    done
    took=$(($(now_ms) - began))
    cat <&7 >/dev/null &
}

time_hugo() {
    local began
    began=$(now_ms)
    hugo --source "$place/hugo" --contentDir "$tree" --renderToMemory --quiet
    took=$(($(now_ms) - began))
}

# Every page once by some worker and most by all of them, then what the workers hold.
measure_memory() {
    local all workers pid
    find "$tree" -name 'pagina-*.md' -printf '/%P\n' | sed 's/\.md$//' >"$place/urls"
    URLS=$place/urls wrk -t 1 -c 32 -d 6s -s "$bench/urls.lua" "http://127.0.0.1:${TREE:?}" >"$place/urls.out"
    ! grep -qE 'Non-2xx' "$place/urls.out" || fail "the tree's pages: $(grep Non-2xx "$place/urls.out")"
    mapfile -t all < <(descendants "$tree_pid")
    workers=()
    for pid in "${all[@]}"; do
        [[ -n $(cat "/proc/$pid/task/$pid/children") ]] || workers+=("$pid")
    done
    memory=$(pss_mib "${workers[@]}")
    memory_all=$(pss_mib "$tree_pid" "${all[@]}")
    nworkers=${#workers[@]}
}

bench_load() {
    local pages round ours theirs warm
    cp -r "$bench/hugo" "$place/hugo"
    for pages in 1000 2000 4000; do
        bash "$bench/tree.sh" "$tree" "$pages"
        site tree "content_dir=$place/content" redis.socket=
        : >"$place/ours"
        : >"$place/theirs"
        : >"$place/warm"
        for ((round = 0; round < ROUNDS; round++)); do
            rm -rf "$place/tree"
            time_estrado
            echo "$took" >>"$place/ours"
            [[ $pages -ne 4000 || $round -gt 0 ]] || measure_memory
            stop "$tree_pid"
            time_estrado
            echo "$took" >>"$place/warm"
            stop "$tree_pid"
            time_hugo
            echo "$took" >>"$place/theirs"
        done
        ours=$(median <"$place/ours")
        theirs=$(median <"$place/theirs")
        warm=$(median <"$place/warm")
        row "load $pages pages / Hugo builds them" "$ours ms" "$theirs ms" "$(awk "BEGIN { print $ours / $theirs }")" \
            "$([[ $pages -ne 4000 ]] || echo '≤ 1')"
        row "load $pages pages again / first time" "$warm ms" "$ours ms" "$(awk "BEGIN { print $warm / $ours }")" ''
    done
    row "memory of $nworkers workers, 4000 pages / 150 MiB" "$memory MiB" '150 MiB' "$(awk "BEGIN { print $memory / 150 }")" '≤ 1'
    row 'memory of all processes / of the workers' "$memory_all MiB" "$memory MiB" "$(awk "BEGIN { print $memory_all / $memory }")" ''
}

# The next generation of $tree_pid, live: milliseconds in $took.
time_reload() {
    local began wanted
    wanted=$(($(grep -c event=generation-live "$place/reload.log") + 1))
    began=$(now_ms)
    kill -HUP "$tree_pid"
    until [[ $(grep -c event=generation-live "$place/reload.log") -ge $wanted ]]; do
        ! grep -q event=generation-refused "$place/reload.log" || fail 'the changed tree is refused'
        sleep 0.005
    done
    took=$(($(now_ms) - began))
}

change_one() { printf '\nCambio %s.\n' "$1" >>"$tree/seccion-7/pagina-712.md"; }

# Milliseconds until nginx sends the changed page to whoever asks for it.
time_change() {
    local began
    change_one "$1"
    began=$(now_ms)
    kill -HUP "$tree_pid"
    until curl -fsS "http://127.0.0.1:${TREE:?}/seccion-7/pagina-712" | grep "Cambio $1\\." >/dev/null; do sleep 0.005; done
    took=$(($(now_ms) - began))
}

start_reload() {
    rm -rf "$place/tree"
    setsid "$estrado" "${args[@]}" serve 2>"$place/reload.log" >/dev/null &
    tree_pid=$!
    started+=("$tree_pid")
    until_ready 'estrado (reload)' is_live "$place/reload.log"
}

# 10,000 pages of which one has changed; then the same while visitors ask for pages.
bench_reload() {
    local round full one seen load
    bash "$bench/tree.sh" "$tree" 10000
    site tree "content_dir=$place/content" redis.socket=
    : >"$place/full"
    : >"$place/one"
    : >"$place/seen"
    for ((round = 0; round < ROUNDS; round++)); do
        : >"$place/reload.log"
        start_reload
        sed -n 's/.*event=generation-loaded.* ms=\([0-9]*\).*/\1/p' "$place/reload.log" | head -n 1 >>"$place/full"
        change_one "$round"
        time_reload
        echo "$took" >>"$place/one"
        [[ $round -eq $((ROUNDS - 1)) ]] || stop "$tree_pid"
    done
    find "$tree" -name 'pagina-*.md' -printf '/%P\n' | sed 's/\.md$//' >"$place/urls"
    URLS=$place/urls wrk -t 1 -c 16 -d "$((ROUNDS * 4 + 2))s" -s "$bench/urls.lua" "http://127.0.0.1:${TREE:?}" >"$place/urls.out" &
    load=$!
    for ((round = 0; round < ROUNDS; round++)); do
        time_change "bajo-carga-$round"
        echo "$took" >>"$place/seen"
    done
    wait "$load"
    ! grep -qE 'Non-2xx' "$place/urls.out" || fail "requests failed while pages changed: $(grep Non-2xx "$place/urls.out")"
    stop "$tree_pid"
    full=$(median <"$place/full")
    one=$(median <"$place/one")
    seen=$(sort -n "$place/seen" | tail -n 1)
    row 'reload 10,000 pages, one changed / full load' "$one ms" "$full ms" "$(awk "BEGIN { print $one / $full }")" '≤ 0.15'
    row 'a change visible under load, slowest / 2 s' "$seen ms" '2000 ms' "$(awk "BEGIN { print $seen / 2000 }")" '≤ 1'
}

# Feed and site map of 10,000 pages: from nginx's cache they must be what a page is there, a file of these bytes.
bench_feeds() {
    local what page_there
    bash "$bench/tree.sh" "$tree" 10000
    start_site feeds "content_dir=$place/content" "nginx.listen=127.0.0.1:$FEEDS"
    site feeds "content_dir=$place/content" "nginx.listen=127.0.0.1:$FEEDS"
    "$estrado" "${args[@]}" config nginx "$place/nginx-feeds"
    start "$place/nginx-feeds.log" nginx -p "$place/nginx-feeds" -c nginx.conf -g 'daemon off;'
    until_ready 'nginx (feeds)' curl -fsS "http://127.0.0.1:$FEEDS/atom.xml"
    for what in atom sitemap; do
        curl -fsS -o "$place/static/$what" "http://127.0.0.1:$FEEDS/$what.xml"
        curl -fsS -H 'Accept-Encoding: gzip' -o "$place/static/$what.gz" "http://127.0.0.1:$FEEDS/$what.xml"
        side_by_side "$what of 10,000 pages / static file, gzip" 0.7 "http://127.0.0.1:$FEEDS/$what.xml" "http://127.0.0.1:$STATIC/$what" 'Accept-Encoding: gzip'
    done
    page_there=$(grep -oE -m 1 '<loc>[^<]*pagina-[^<]*' "$place/static/sitemap" | sed -E 's|<loc>https?://[^/]*||')
    side_by_side 'atom of 10,000 pages / one of the pages, gzip' '' "http://127.0.0.1:$FEEDS/atom.xml" "http://127.0.0.1:$FEEDS$page_there" 'Accept-Encoding: gzip'
}

write_readme() {
    {
        sed '/^<!-- table/q' "$bench/README.md"
        printf '\nMachine: %s cores, %s. %s rounds of %s s each. Page: %s bytes.\n\n' "$(nproc)" "$(uname -m)" "$ROUNDS" "$SECONDS_EACH" "$bytes"
        printf '| ours / peer | ours | peer | ratio | goal | met |\n|---|--:|--:|--:|--:|---|\n'
        cat "$place/table"
    } >"$place/readme"
    cp "$place/readme" "$bench/README.md"
}

for port in FRONT STATIC STORED FRESH TREE FEEDS BARE_REDIS BARE_MEMORY; do free_port "$port"; done
# shellcheck disable=SC2034 # used by name in start_services
PLACE=$place
mkdir -p "$place/static"
: >"$place/table"
gcc -O2 -o "$place/bare" "$bench/bare.c" -lfcgi -lhiredis
start_services
choose_page
printf '\n  %-46s %12s %12s   %6s  %-7s %s\n' "page $page, $bytes bytes" ours peer ratio goal met
for part in $ONLY; do "bench_$part"; done
[[ $ONLY != 'cache redis looks fresh load reload feeds' ]] || write_readme
