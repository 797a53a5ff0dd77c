/*
 * The least that the lab's devices can be.
 *
 *   cc -O2 -o floor floor.c
 *   floor PORT
 *
 * PicoA and PicoB, each a connection with a persistent session, a will and a retained status. PicoB takes TOGGLE on
 * csc2106/led/cmd, flips, publishes ON or OFF to csc2106/led/ack with QoS 1, and acknowledges the command when the broker has
 * acknowledged that. One thread; what has come in one read is answered in one write. It does not reconnect, has no pin, and keeps
 * nothing on disk. Ends with an exit code other than 0 when the broker closes the connection.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define BUFFER 65536

static unsigned char out[BUFFER];
static size_t out_length;

static void flush_to(int fd) {
    for (size_t done = 0; done < out_length;) {
        ssize_t n = write(fd, out + done, out_length - done);
        if (n <= 0) exit(1);
        done += n;
    }
    out_length = 0;
}

static size_t text(unsigned char *to, const char *value) {
    size_t length = strlen(value);
    to[0] = length >> 8, to[1] = length;
    memcpy(to + 2, value, length);
    return length + 2;
}

/* Adds a packet whose length fits in one byte. */
static void add(int first, const unsigned char *body, size_t length) {
    out[out_length++] = first;
    out[out_length++] = length;
    memcpy(out + out_length, body, length);
    out_length += length;
}

static void publish(const char *topic, const char *payload, int flags, int id) {
    unsigned char body[120];
    size_t n = text(body, topic);
    body[n++] = id >> 8, body[n++] = id;
    memcpy(body + n, payload, strlen(payload));
    add(0x30 | flags, body, n + strlen(payload));
}

/* Tries until the broker is there. */
static int connect_to(int port, const char *client, const char *status) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    unsigned char body[120], answer[4];
    int one = 1, fd;
    while (fd = socket(AF_INET, SOCK_STREAM, 0), connect(fd, (struct sockaddr *)&to, sizeof to)) {
        close(fd);
        nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    size_t n = text(body, "MQTT");
    body[n++] = 4;    /* MQTT 3.1.1 */
    body[n++] = 0x2C; /* a will, retained, QoS 1; the session stays */
    body[n++] = 0, body[n++] = 0;
    n += text(body + n, client);
    n += text(body + n, status);
    n += text(body + n, "offline");
    add(0x10, body, n);
    flush_to(fd);
    for (size_t got = 0; got < sizeof answer;) {
        ssize_t r = read(fd, answer + got, sizeof answer - got);
        if (r <= 0) exit(1);
        got += r;
    }
    if (answer[3]) exit(1);
    return fd;
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fprintf(stderr, "usage: floor PORT\n");
        return 2;
    }
    int port = atoi(argv[1]), on = 0, next = 1;
    static uint16_t command_of[65536]; /* by the id of the message that answers it */
    int a = connect_to(port, "PicoA", "csc2106/devA/status"), b = connect_to(port, "PicoB", "csc2106/devB/status");
    unsigned char body[120], in[BUFFER];
    body[0] = 0xFF, body[1] = 0xFF;
    size_t n = 2 + text(body + 2, "csc2106/led/cmd"), have = 0;
    body[n++] = 1;
    add(0x82, body, n);
    publish("csc2106/devB/status", "online", 3, 0xFFFE);
    flush_to(b);
    publish("csc2106/devA/status", "online", 3, 0xFFFE);
    flush_to(a);
    for (;;) {
        ssize_t r = read(b, in + have, sizeof in - have);
        if (r <= 0) return 1;
        have += r;
        size_t at = 0;
        while (have - at >= 2 && have - at >= 2u + in[at + 1]) { /* no packet of this lab is longer than 127 bytes */
            unsigned char *packet = in + at;
            size_t length = packet[1];
            at += 2 + length;
            if (packet[0] >> 4 == 3) {
                size_t topic = packet[2] << 8 | packet[3];
                int id = packet[4 + topic] << 8 | packet[5 + topic];
                if (length - topic - 4 == 6 && !memcmp(packet + 6 + topic, "TOGGLE", 6)) {
                    on = !on;
                    command_of[next] = id;
                    publish("csc2106/led/ack", on ? "ON" : "OFF", 2, next);
                    next = next % 0xFFF0 + 1;
                } else {
                    add(0x40, packet + 4 + topic, 2);
                }
            } else if (packet[0] >> 4 == 4) {
                int id = packet[2] << 8 | packet[3], command = command_of[id];
                if (command) {
                    command_of[id] = 0;
                    body[0] = command >> 8, body[1] = command;
                    add(0x40, body, 2);
                }
            }
            if (out_length > BUFFER - 256) flush_to(b);
        }
        memmove(in, in + at, have - at);
        have -= at;
        flush_to(b);
    }
}
