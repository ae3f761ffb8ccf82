#!/usr/bin/env bash
# Installs the packages of fcgi/ops/packages.txt that are missing, and for `test`
# what tests/package-lock.json names (npm, into tests/node_modules, without running scripts of packages).
#
#   setup.sh [build] [run] [test] [bench]      (build and run when nothing is named)
#
# Nothing is asked and nothing is touched when nothing is missing. While apt
# works, no service is started and no PostgreSQL cluster is made; what that
# needs is put in place for that time only (see `install_missing`).
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
policy=/usr/sbin/policy-rc.d
policy_mark='# estrado: put here by fcgi/ops/setup.sh while apt works'
cluster_dir=/etc/postgresql-common/createcluster.d
cluster_file=$cluster_dir/zz-estrado.conf

say() { printf '%s\n' "$*"; }
fail() {
    printf 'setup: %s\n' "$*" >&2
    exit 1
}

# The entries (package or package/command) of the groups given.
entries_of() {
    local group package _why
    while read -r group package _why; do
        [[ " $* " == *" $group "* ]] && printf '%s\n' "$package"
    done < <(grep -v '^#' "$here/packages.txt")
    return 0
}

# Of those entries, the packages to install.
missing_of() {
    local installed entry package
    installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${@%%/*}" 2>/dev/null | sed -n 's/^installed //p' || true)
    for entry in "$@"; do
        package=${entry%%/*}
        grep -qxF -- "$package" <<<"$installed" && continue
        [[ $entry == */* ]] && command -v "${entry#*/}" >/dev/null && continue
        printf '%s\n' "$package"
    done
}

# Debian's own switch against starting services (invoke-rc.d(8)): 101 is "not allowed".
# A policy of this machine's administrator is put aside and put back.
policy_on() {
    if [[ -e $policy ]] && ! grep -qF -- "$policy_mark" "$policy"; then
        mv -- "$policy" "$policy.estrado-aside"
    fi
    printf '#!/bin/sh\n%s\nexit 101\n' "$policy_mark" >"$policy.estrado-new"
    chmod 755 "$policy.estrado-new"
    mv -- "$policy.estrado-new" "$policy"
}
policy_off() {
    if [[ -e $policy ]] && grep -qF -- "$policy_mark" "$policy"; then
        rm -f -- "$policy"
    fi
    if [[ -e $policy.estrado-aside ]]; then
        mv -- "$policy.estrado-aside" "$policy"
    fi
}

# pg_createcluster's configuration reads this folder; the package's own file stays as it is.
cluster_on() {
    mkdir -p -- "$cluster_dir"
    printf 'create_main_cluster = false\n' >"$cluster_file"
}
cluster_off() {
    rm -f -- "$cluster_file"
    rmdir --ignore-fail-on-non-empty -- "$cluster_dir" /etc/postgresql-common 2>/dev/null || true
}

# Lines of apt's status descriptor ("dlstatus:...:12.5:..."), shown as percents: one line that
# changes on a terminal, every tenth percent elsewhere.
show_progress() {
    local kind percent what shown=-1
    while IFS=: read -r kind _ percent what; do
        percent=${percent%%.*}
        case $kind in
        dlstatus) what=descargando ;;
        pmstatus) what=instalando ;;
        *) continue ;;
        esac
        if [[ -t 1 ]]; then
            printf '\r  %s %3s %% ' "$what" "$percent"
        elif [[ $((percent / 10)) != "$shown" ]]; then
            shown=$((percent / 10))
            say "  $what $percent %"
        fi
    done
    if [[ -t 1 ]]; then
        printf '\r                              \r'
    fi
}

apt_get() {
    DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 apt-get -y -o APT::Status-Fd=3 -o DPkg::Lock::Timeout=120 "$@" \
        3>&1 >>"$log" 2>&1 </dev/null | show_progress
}

# Lists may be absent or old on a new machine: they are fetched when the first try fails.
apt_install() {
    apt_get install --no-install-recommends "$@" && return
    say "Actualizando la lista de paquetes…"
    apt_get update && apt_get install --no-install-recommends "$@"
}

undo() {
    policy_off
    cluster_off
    rm -f -- "$log"
}

# As root.
install_missing() {
    log=$(mktemp)
    trap undo EXIT
    trap 'exit 130' INT TERM HUP
    policy_on
    cluster_on
    if ! apt_install "$@"; then
        tail -n 15 -- "$log" >&2
        fail "apt no pudo instalar los paquetes; arriba está lo último que dijo. ¿Hay conexión y espacio en disco?"
    fi
}

# node_modules as the lock file says; a copy of the lock file tells whether it is.
node_modules() {
    local tests=$here/../../tests
    cmp -s -- "$tests/package-lock.json" "$tests/node_modules/.estrado-lock" && return 0
    say "Descargando lo que usan las pruebas del navegador (npm)…"
    npm ci --prefix "$tests" --ignore-scripts --no-audit --no-fund --loglevel=error ||
        fail "npm no pudo descargar las dependencias de tests/package-lock.json. ¿Hay conexión?"
    cp -- "$tests/package-lock.json" "$tests/node_modules/.estrado-lock"
}

install_packages() {
    local packages missing
    mapfile -t packages < <(entries_of "$@" | sort -u)
    [[ ${#packages[@]} -gt 0 ]] || fail "grupos: build run test bench"
    mapfile -t missing < <(missing_of "${packages[@]}")
    [[ ${#missing[@]} -gt 0 ]] || return 0
    say "Faltan paquetes de Debian: ${missing[*]}"
    if [[ $(id -u) -eq 0 ]]; then
        install_missing "${missing[@]}"
    elif command -v sudo >/dev/null; then
        say "Para instalarlos se usa sudo; puede pedir su contraseña."
        sudo -- bash "${BASH_SOURCE[0]}" --install "${missing[@]}"
    else
        fail "instálelos como administrador: apt-get install --no-install-recommends ${missing[*]}"
    fi
    say "Listo: paquetes instalados."
}

main() {
    if [[ ${1:-} == --install ]]; then
        install_missing "${@:2}"
        return
    fi
    [[ $# -gt 0 ]] || set -- build run
    install_packages "$@"
    if [[ " $* " == *' test '* && -f $here/../../tests/package-lock.json ]]; then
        node_modules
    fi
}

command -v dpkg-query >/dev/null || fail "este programa se instala en Debian 12; aquí falta dpkg."
main "$@"
