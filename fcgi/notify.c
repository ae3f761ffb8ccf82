/*
 * libsystemd (only here).
 */
#include "fcgi/notify.h"

#include <systemd/sd-daemon.h>

_Static_assert(NOTIFY_FIRST_SOCKET == SD_LISTEN_FDS_START, "as systemd passes them");

int notify_sockets(void)
{
    int n = sd_listen_fds(0);

    return n < 0 ? 0 : n;
}

void notify_state(const char *state)
{
    (void)sd_notify(0, state);
}
