/*
 * A neutral MQTT client that sends commands to a device and times its acknowledgements.
 *
 *   cc -O2 -o probe probe.c -lmosquitto
 *   probe PORT ROOT one|burst COUNT [LIMIT_SECONDS]
 *
 * It publishes COUNT times TOGGLE to ROOT/led/cmd (QoS 1) and counts what comes on ROOT/led/ack. "one": the next command
 * goes when the acknowledgement of the last has come, and each is timed. "burst": all at once; from the first publish
 * to the last acknowledgement. Prints one line of JSON; exit 1 if an acknowledgement is missing, or if ON and OFF do not
 * alternate strictly. Blocks rather than spins; TCP_NODELAY is set.
 */
#include <mosquitto.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int connected, subscribed, acks, swaps, last = -1;
static char ack_topic[512];

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static void on_connect(struct mosquitto *m, void *o, int rc) {
    (void)m, (void)o;
    pthread_mutex_lock(&lock);
    connected = rc == 0;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
}

static void on_subscribe(struct mosquitto *m, void *o, int mid, int n, const int *qos) {
    (void)m, (void)o, (void)mid, (void)n, (void)qos;
    pthread_mutex_lock(&lock);
    subscribed = 1;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
}

static void on_message(struct mosquitto *m, void *o, const struct mosquitto_message *msg) {
    (void)m, (void)o;
    int state = msg->payloadlen == 2 && !memcmp(msg->payload, "ON", 2);
    pthread_mutex_lock(&lock);
    if (state == last) swaps++;
    last = state;
    acks++;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
}

/* Waits until *value is at least wanted; 0 if the time has run out. */
static int wait_for(int *value, int wanted, double until) {
    struct timespec t;
    pthread_mutex_lock(&lock);
    while (*value < wanted && now() < until) {
        clock_gettime(CLOCK_REALTIME, &t);
        t.tv_nsec += 100000000;
        if (t.tv_nsec >= 1000000000) t.tv_sec++, t.tv_nsec -= 1000000000;
        pthread_cond_timedwait(&changed, &lock, &t);
    }
    int reached = *value >= wanted;
    pthread_mutex_unlock(&lock);
    return reached;
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

int main(int argc, char **argv) {
    if (argc < 5) {
        fprintf(stderr, "usage: probe PORT ROOT one|burst COUNT [LIMIT_SECONDS]\n");
        return 2;
    }
    int port = atoi(argv[1]), count = atoi(argv[4]), one = !strcmp(argv[3], "one");
    double limit = argc > 5 ? atof(argv[5]) : 60;
    char cmd_topic[512];
    snprintf(cmd_topic, sizeof cmd_topic, "%s/led/cmd", argv[2]);
    snprintf(ack_topic, sizeof ack_topic, "%s/led/ack", argv[2]);

    mosquitto_lib_init();
    struct mosquitto *m = mosquitto_new(NULL, true, NULL);
    mosquitto_int_option(m, MOSQ_OPT_TCP_NODELAY, 1);
    mosquitto_max_inflight_messages_set(m, 1000);
    mosquitto_connect_callback_set(m, on_connect);
    mosquitto_subscribe_callback_set(m, on_subscribe);
    mosquitto_message_callback_set(m, on_message);
    double until = now() + limit;
    if (mosquitto_connect(m, "127.0.0.1", port, 30) || mosquitto_loop_start(m) || !wait_for(&connected, 1, until)) {
        fprintf(stderr, "probe: no broker on port %d\n", port);
        return 2;
    }
    mosquitto_subscribe(m, NULL, ack_topic, 1);
    wait_for(&subscribed, 1, until);

    double *times = calloc(count, sizeof *times), start = now();
    for (int i = 0; i < count; i++) {
        double sent = now();
        mosquitto_publish(m, NULL, cmd_topic, 6, "TOGGLE", 1, false);
        if (one) {
            if (!wait_for(&acks, i + 1, until)) break;
            times[i] = now() - sent;
        }
    }
    wait_for(&acks, count, until);
    double took = now() - start;
    qsort(times, count, sizeof *times, ascending);
    printf("{\"mode\": \"%s\", \"sent\": %d, \"acks\": %d, \"swaps\": %d, \"per_second\": %.0f", argv[3], count, acks, swaps,
           acks / took);
    if (one)
        printf(", \"p50_ms\": %.3f, \"p99_ms\": %.3f, \"max_ms\": %.3f", times[count / 2] * 1e3, times[count * 99 / 100] * 1e3,
               times[count - 1] * 1e3);
    printf("}\n");
    mosquitto_disconnect(m);
    mosquitto_loop_stop(m, false);
    return acks == count && swaps == 0 ? 0 : 1;
}
