/*
 * systemd (libsystemd: only in notify.c): sockets given by socket activation,
 * state told to the service manager. All of it does nothing elsewhere.
 */
#ifndef ESTRADO_NOTIFY_H
#define ESTRADO_NOTIFY_H

/* The first descriptor that systemd passes (sd_listen_fds(3)). */
#define NOTIFY_FIRST_SOCKET 3

/* How many listening sockets were passed; 0 without systemd. */
int notify_sockets(void);
/* Lines as in sd_notify(3): "READY=1", "STOPPING=1" ... */
void notify_state(const char *state);

#endif
