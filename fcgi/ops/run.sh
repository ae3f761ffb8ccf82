#!/usr/bin/env bash
# `make run`: installs what is missing, builds, and runs the whole site in the
# foreground: PostgreSQL, Redis, estrado, nginx. Ctrl-C stops these, and only these.
# PORT= is nginx's port on 127.0.0.1.
# shellcheck disable=SC2317  # some functions are called by trap and by wait_until
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd -- "$root"
# shellcheck source=fcgi/ops/services.sh
. fcgi/ops/services.sh

port=${PORT:-8080}
var=$root/var
estrado=$root/out/plain/estrado

if [[ -t 1 ]]; then
    dim=$'\e[2m' red=$'\e[31m' yellow=$'\e[33m' bold=$'\e[1m' plain=$'\e[0m'
else
    dim='' red='' yellow='' bold='' plain=''
fi

step() { printf '%s%(%H:%M:%S)T%s  %s\n' "$dim" -1 "$plain" "$*"; }
fail() {
    printf '%s%s%s\n' "$red" "$*" "$plain" >&2
    exit 1
}

# ---- before anything starts ----

check_port() {
    [[ $port =~ ^[0-9]{1,5}$ && $port -ge 1 && $port -le 65535 ]] || fail "PORT=$port no es un puerto: use un número de 1 a 65535."
    ! port_is_taken "$port" || fail "El puerto $port está ocupado por otro programa. Ciérrelo o use otro puerto: make run PORT=$((port < 65535 ? port + 1 : 8081))"
}

# One run a folder: descriptor 9 is locked for as long as this script lives; children do not get it.
take_lock() {
    mkdir -p -- "$var/log"
    exec 9>>"$var/run.lock"
    flock -n 9 || fail "El sitio ya está en marcha desde esta carpeta (proceso $(cat -- "$var/run.pid" 2>/dev/null || echo '?')). Deténgalo con Ctrl-C en su terminal."
    printf '%s\n' $$ >"$var/run.pid"
}

# What a run that was killed left behind.
stop_leftovers() {
    local name
    for name in jobs nginx estrado redis; do
        if pid_if_ours "$place/$name.pid" "$place" >/dev/null; then
            step "Se detiene $name, que quedó de una ejecución anterior."
        fi
        stop_ours "$place/$name.pid" "$place" TERM 10
    done
    rm -f -- "$place"/*.sock "$place"/redis/redis.sock
}

# The names that site.yml has for them, so that `estrado migrate` and the like work by hand too.
link_names() {
    ln -sfn -- redis/redis.sock "$place/redis.sock"
    ln -sfn -- redis/password "$place/redis.password"
    ln -sfn -- "pg/.s.PGSQL.$pg_port" "$place/.s.PGSQL.$pg_port"
}

# ---- the four services ----

start_postgres() {
    local first=''
    [[ -f $data/PG_VERSION ]] || first=' (la primera vez tarda un poco más)'
    step "PostgreSQL$first"
    pg_prepare "$data" "$place/pg"
    pg_start "$data" "$var/log/postgres.log" || {
        tail -n 5 -- "$var/log/postgres.log" >&2
        fail "PostgreSQL no arrancó; arriba está lo último que anotó en var/log/postgres.log."
    }
    pg_roles "$place/pg"
}

start_redis() {
    step "Redis"
    redis_prepare "$place/redis"
    spawn "$place/redis.pid" "$var/log/redis.log" redis-server "$place/redis/redis.conf"
    wait_until 10 redis_ready "$place/redis" || fail "Redis no arrancó; vea var/log/redis.log."
}

# estrado with this run's places; what site.yml says otherwise stays.
run_estrado() {
    "$estrado" --config "$root/site.yml" "${sets[@]}" "$@"
}

show_reasons() {
    grep -v ' level=info ' "$var/log/estrado.log" | tail -n 20 >&2 || true
}

start_estrado() {
    step "Estrado"
    run_estrado migrate >"$var/log/migrate.log" 2>&1 || {
        cat -- "$var/log/migrate.log" >&2
        fail "No se pudo poner al día la base de datos; arriba está la razón."
    }
    : >"$var/log/estrado.log"
    spawn "$place/estrado.pid" "$var/log/estrado.log" "$estrado" --config "$root/site.yml" "${sets[@]}" serve --watch
    estrado_pid=$spawned
    wait_until 60 generation_known || {
        show_reasons
        fail "Estrado no terminó de cargar el sitio en un minuto; vea var/log/estrado.log."
    }
    if ! kill -0 "$estrado_pid" 2>/dev/null; then
        show_reasons
        fail "Estrado no arrancó; arriba está la razón."
    fi
}

# Loaded, refused, or dead: waiting longer changes nothing.
generation_known() {
    grep -qE 'event=generation-(live|refused)' "$var/log/estrado.log" || ! kill -0 "$estrado_pid" 2>/dev/null
}

start_nginx() {
    step "nginx"
    run_estrado config nginx "$place/nginx" || fail "No se pudieron escribir los archivos de nginx."
    spawn "$place/nginx.pid" "$var/log/nginx.log" nginx -p "$place/nginx" -c nginx.conf -g 'daemon off;'
    nginx_pid=$spawned
    wait_until 10 nginx_known || true
    if ! kill -0 "$nginx_pid" 2>/dev/null || ! port_is_taken "$port"; then
        tail -n 3 -- "$var/log/nginx.log" >&2
        fail "nginx no arrancó en el puerto $port; arriba está la razón."
    fi
}

nginx_known() {
    port_is_taken "$port" || ! kill -0 "$nginx_pid" 2>/dev/null
}

# Recordings of pages, beside the running site; one line tells in the end.
start_jobs() {
    : >"$var/log/jobs.log"
    spawn "$place/jobs.pid" "$var/log/jobs.log" nice -n 10 "$estrado" --config "$root/site.yml" "${sets[@]}" jobs
    {
        tail --pid="$spawned" -f /dev/null
        step "$(tail -n 1 -- "$var/log/jobs.log")"
        rm -f -- "$place/jobs.pid"
    } 9>&- &
    teller_pid=$!
}

# Ends a helper of this script. Not with bash's wait: here, below a trap that interrupted another wait,
# it may look for ever for a child that was collected before.
end_child() {
    [[ -n $1 ]] || return 0
    kill "$1" 2>/dev/null || true
    wait_until 5 is_gone "$1" || true
}

# A zombie has no command line.
is_gone() {
    [[ -z $(tr -d '\0' 2>/dev/null <"/proc/$1/cmdline") ]]
}

stop_all() {
    trap '' INT TERM HUP
    step "Deteniendo…"
    end_child "${teller_pid:-}"
    stop_ours "$place/jobs.pid" "$place" TERM 5
    stop_ours "$place/nginx.pid" "$place" TERM 5
    stop_ours "$place/estrado.pid" "$place" TERM 12
    end_child "${log_pid:-}"
    stop_ours "$place/redis.pid" "$place" TERM 5
    pg_stop "$data"
    rm -f -- "$var/run.pid"
    step "Todo detenido. Los datos quedan en var/."
}

# ---- the log, for a person ----

request_line='T([0-9:]{8})Z level=[a-z]+ event=request id=[^ ]* method=([^ ]*) path=("([^"\\]|\\.)*"|[^ ]*) .*status=([0-9]+) bytes=([0-9]+) us=([0-9]+)'
event_line='T([0-9:]{8})Z level=([a-z]+) event=([^ ]+)(.*)$'

show_line() {
    local colour=''
    if [[ $1 =~ $request_line ]]; then
        case ${BASH_REMATCH[5]} in
        5*) colour=$red ;;
        4*) colour=$yellow ;;
        esac
        step "$colour${BASH_REMATCH[5]}$plain ${BASH_REMATCH[2]} ${BASH_REMATCH[3]}  $dim${BASH_REMATCH[7]} µs$plain"
    elif [[ $1 =~ $event_line ]]; then
        case ${BASH_REMATCH[2]} in
        error) colour=$red ;;
        warn) colour=$yellow ;;
        esac
        step "$colour${BASH_REMATCH[3]}$plain$dim${BASH_REMATCH[4]}$plain"
    else
        printf '%s\n' "$1"
    fi
}

# Sets $log_pid. Neither process keeps the lock of descriptor 9.
follow_log() {
    tail -n +1 -F --pid="$estrado_pid" -- "$var/log/estrado.log" 2>/dev/null 9>&- > >(
        exec 9>&-
        while IFS= read -r line; do
            show_line "$line"
        done
    ) &
    log_pid=$!
}

# ---- all together ----

main() {
    bash fcgi/ops/setup.sh build run
    make --no-print-directory -s -j"$(nproc)" all
    take_lock
    place=$(place_of "$var")
    data=$place/postgres
    if pg_can_enter "$var"; then
        data=$var/postgres
    fi
    stop_leftovers
    check_port
    trap stop_all EXIT
    trap 'exit 0' INT TERM HUP
    sets=(--set "nginx.listen=127.0.0.1:$port" --set "nginx.local_socket=$place/local.sock"
        --set "pools.public.socket=$place/public.sock"
        --set "redis.socket=$place/redis/redis.sock" --set "redis.password_file=$place/redis/password"
        --set "postgresql.socket_dir=$place/pg")
    if [[ $(id -u) -eq 0 ]]; then
        sets+=(--set nginx.user=root)
    fi
    if [[ $port != 8080 ]]; then
        sets+=(--set "base_url=http://127.0.0.1:$port")
    fi
    link_names
    start_postgres
    start_redis
    start_estrado
    start_nginx
    printf '\n  %s%s%s   (Ctrl-C lo detiene todo)\n\n' "$bold" "http://127.0.0.1:$port" "$plain"
    follow_log
    start_jobs
    # Not bash's wait -n: a signal that comes just before it would be heard only after it.
    while kill -0 "$estrado_pid" 2>/dev/null && kill -0 "$nginx_pid" 2>/dev/null; do
        sleep 0.2
    done
    show_reasons
    fail "Un servicio terminó sin que se le pidiera; vea var/log/."
}

main
