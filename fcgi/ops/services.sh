#!/usr/bin/env bash
# Private PostgreSQL and Redis, and the care for processes that we started.
# Sourced by run.sh; tests call single functions: services.sh NAME ARGUMENT...
#
# Everything listens on unix sockets in one short private folder, the "place".
# What is stopped is what was started: a pid counts only while the process
# behind it still shows, in its command line, what we started it with.
set -euo pipefail

ops=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# sockaddr_un holds 107 bytes and a NUL (unix(7)); the longest name below the place has 25.
place_max=80
pg_port=5432
pg_admin=estrado_admin

# PostgreSQL refuses to run as root: then it is the postgres user's.
if [[ $(id -u) -eq 0 ]]; then
    as_pg=(setpriv --reuid=postgres --regid=postgres --init-groups --)
else
    as_pg=()
fi
spawned='' # the pid of the last spawn
pg_bin=$(printf '%s\n' /usr/lib/postgresql/15/bin /usr/lib/postgresql/*/bin | grep -m1 -v '\*' || true)

private_dir() {
    mkdir -p -- "$1"
    chmod "${2:-700}" -- "$1"
}

# True when the database's user can work in this folder.
pg_can_enter() {
    "${as_pg[@]}" test -x "$1" 2>/dev/null
}

# place_of VAR: prints the place for this checkout and makes it when it is new. It is VAR/run where
# that is short enough and PostgreSQL may enter it, else a folder below /var/tmp that VAR/run links to
# and that stays between runs.
place_of() {
    local var=$1 link=$1/run place
    mkdir -p -- "$var"
    if [[ ! -L $link && ${#link} -le $place_max ]] && pg_can_enter "$var"; then
        private_dir "$link" 711
        printf '%s\n' "$link"
        return
    fi
    place=$(readlink -- "$link" 2>/dev/null || true)
    if [[ -n $place && -d $place && -O $place && ! -L $place ]]; then
        printf '%s\n' "$place"
        return
    fi
    place=$(mktemp -d /var/tmp/estrado-XXXXXX)
    chmod 711 -- "$place"
    [[ -L $link || ! -e $link ]] || mv -- "$link" "$link.old.$$"
    ln -sfn -- "$place" "$link"
    printf '%s\n' "$place"
}

# ---- processes ----

# pid_if_ours PIDFILE TOKEN: prints the pid when that process lives and its command line holds TOKEN.
pid_if_ours() {
    local pid
    pid=$(cat -- "$1" 2>/dev/null) || return 1
    [[ $pid =~ ^[0-9]+$ && -r /proc/$pid/cmdline ]] || return 1
    tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -qF -- "$2" || return 1
    printf '%s\n' "$pid"
}

# stop_ours PIDFILE TOKEN SIGNAL SECONDS: asks it to end, waits, and ends its whole group by force.
stop_ours() {
    local pid deadline=$((SECONDS + $4))
    pid=$(pid_if_ours "$1" "$2") || {
        rm -f -- "$1"
        return 0
    }
    kill "-$3" "$pid" 2>/dev/null || true
    while pid_if_ours "$1" "$2" >/dev/null; do
        if [[ $SECONDS -ge $deadline ]]; then
            kill -KILL -- "-$pid" 2>/dev/null || kill -KILL "$pid" 2>/dev/null || true
            break
        fi
        sleep 0.05
    done
    rm -f -- "$1"
}

# spawn PIDFILE LOG COMMAND...: in a session of its own, so that Ctrl-C reaches only run.sh. Sets $spawned.
spawn() {
    local pidfile=$1 log=$2
    shift 2
    setsid "$@" >>"$log" 2>&1 </dev/null 9>&- &
    spawned=$!
    printf '%s\n' "$spawned" >"$pidfile"
}

# wait_until SECONDS COMMAND...: asks until it says yes.
wait_until() {
    local deadline=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        [[ $SECONDS -lt $deadline ]] || return 1
        sleep 0.05
    done
}

# ---- PostgreSQL ----

# pg_prepare DATA SOCKETS [SETTING...]: makes the cluster when there is none, and writes its configuration.
pg_prepare() {
    local data=$1 sockets=$2 fresh=$1.new
    shift 2
    private_dir "$sockets"
    if [[ $(id -u) -eq 0 ]]; then
        chown postgres: -- "$sockets"
    fi
    [[ -f $data/PG_VERSION ]] || pg_make_cluster "$data" "$fresh"
    {
        printf '%s\n' "listen_addresses = ''" "port = $pg_port" "unix_socket_directories = '$sockets'" \
            "unix_socket_permissions = 0700" "cluster_name = 'estrado'" "max_connections = 60" "shared_buffers = 32MB" \
            "timezone = 'UTC'" "log_timezone = 'UTC'" "logging_collector = off" "log_destination = 'stderr'" \
            "# Statements and messages of errors can hold personal data: they stay out of this log." \
            "log_statement = none" "log_min_messages = log"
        [[ $# -eq 0 ]] || printf '%s\n' "$@"
    } | "${as_pg[@]}" tee -- "$data/estrado.conf" >/dev/null
}

# Beside its final name first: a cluster is whole or not there.
pg_make_cluster() {
    local data=$1 fresh=$2 options=()
    read -ra options <<<"${PG_INITDB_OPTIONS:-}"
    rm -rf -- "$fresh"
    private_dir "$fresh"
    if [[ $(id -u) -eq 0 ]]; then
        chown postgres: -- "$fresh"
    fi
    (cd / && "${as_pg[@]}" "$pg_bin/initdb" -D "$fresh" -U "$pg_admin" --auth-local=trust --auth-host=reject \
        --locale=C.UTF-8 --encoding=UTF8 "${options[@]}" >"$fresh.log" 2>&1) || {
        cat -- "$fresh.log" >&2
        return 1
    }
    rm -f -- "$fresh.log"
    # The socket's folder is the guard (0700): who may enter it is one system user.
    printf '%s\n' 'local all all trust' | "${as_pg[@]}" tee -- "$fresh/pg_hba.conf" >/dev/null
    printf '%s\n' "include = 'estrado.conf'" | "${as_pg[@]}" tee -a -- "$fresh/postgresql.conf" >/dev/null
    mv -- "$fresh" "$data"
}

# pg_start DATA LOG: returns when it takes connections. A running one is fine. The log is opened here:
# its folder may be closed to the database's user.
pg_start() {
    (cd / && "${as_pg[@]}" "$pg_bin/pg_ctl" -D "$1" status >/dev/null 2>&1) && return 0
    (cd / && "${as_pg[@]}" "$pg_bin/pg_ctl" -D "$1" -w -t 60 -s start >>"$2" 2>&1 </dev/null 9>&-)
}

# pg_stop DATA [MODE]
pg_stop() {
    (cd / && "${as_pg[@]}" "$pg_bin/pg_ctl" -D "$1" -m "${2:-fast}" -w -t 30 -s stop >/dev/null 2>&1) || true
}

# pg_roles SOCKETS: database and roles, as fcgi/ops/roles.sql says.
pg_roles() {
    psql -X -q -h "$1" -p "$pg_port" -U "$pg_admin" -d postgres -v ON_ERROR_STOP=1 -f "$ops/roles.sql" >/dev/null
}

# ---- Redis ----

# redis_prepare DIR: its configuration, its one user and that user's password.
redis_prepare() {
    local dir=$1 password
    private_dir "$dir"
    if [[ ! -s $dir/password ]]; then
        (umask 077 && od -An -N32 -tx1 /dev/urandom | tr -d ' \n' >"$dir/password")
    fi
    password=$(sha256sum <"$dir/password" | cut -d' ' -f1)
    (umask 077 && printf '%s\n' 'user default off resetpass resetkeys resetchannels -@all' \
        "user estrado on #$password resetkeys ~estrado:* resetchannels -@all +get +set +ping" >"$dir/users.acl")
    printf '%s\n' 'port 0' "unixsocket $dir/redis.sock" 'unixsocketperm 700' "dir $dir" "aclfile $dir/users.acl" \
        'save ""' 'appendonly no' 'maxmemory 64mb' 'maxmemory-policy allkeys-lru' 'daemonize no' 'databases 1' \
        'protected-mode yes' 'loglevel notice' >"$dir/redis.conf"
}

# redis_ready DIR
redis_ready() {
    [[ $(REDISCLI_AUTH=$(cat -- "$1/password") redis-cli --no-auth-warning --user estrado -s "$1/redis.sock" ping 2>/dev/null) == PONG ]]
}

# ---- ports ----

# port_is_taken PORT: somebody listens on it, on 127.0.0.1 or on every address (proc(5): /proc/net/tcp).
port_is_taken() {
    local port
    printf -v port '%04X' "$1"
    cat /proc/net/tcp /proc/net/tcp6 2>/dev/null |
        awk -v port="$port" '$4 == "0A" && $2 ~ "^(0100007F|0+|0+01000000):" port "$" { found = 1 } END { exit !found }'
}

if [[ ${BASH_SOURCE[0]} == "$0" ]]; then
    "$@"
fi
