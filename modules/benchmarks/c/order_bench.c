/*
 * Commands through a broker, measured by a client that is neither Java nor Artemis: libmosquitto with TCP_NODELAY.
 *
 *   gcc -O2 -o order_bench order_bench.c -lmosquitto -lpthread
 *   ./order_bench HOST PORT burst   COUNT   all at once, to a device that is there
 *   ./order_bench HOST PORT backlog COUNT   all while the device (persistent session) is away, then it comes back
 *   ./order_bench HOST PORT one     COUNT   one at a time: publish to receipt
 *
 * A last argument 5 speaks MQTT 5 instead of 3.1.1; the device's session then ends an hour after it left.
 *
 * QoS 1 both ways. Prints one line: how many arrived, how many out of order or twice, how many a second, or p50 and p99.
 * Exits with 1 if one is missing, doubled or out of order.
 */
#include <mosquitto.h>
#include <mqtt_protocol.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const char *TOPIC = "bench/cmd";
static const int TIMEOUT_S = 60;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int version = MQTT_PROTOCOL_V311;
static int subscribed, received, swaps, acked;
static long last = -1;
static double first_at, last_at;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static void on_connect(struct mosquitto *m, void *u, int rc) {
    (void)u;
    if (rc == 0) mosquitto_subscribe(m, NULL, TOPIC, 1);
}

static void signal_change(int *value, int to) {
    pthread_mutex_lock(&lock);
    *value = to;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
}

static void on_subscribe(struct mosquitto *m, void *u, int mid, int n, const int *qos) {
    (void)m; (void)u; (void)mid; (void)n; (void)qos;
    signal_change(&subscribed, 1);
}

static void on_publish(struct mosquitto *m, void *u, int mid) {
    (void)m; (void)u; (void)mid;
    signal_change(&acked, acked + 1);
}

static void on_message(struct mosquitto *m, void *u, const struct mosquitto_message *msg) {
    (void)m; (void)u;
    char text[32] = {0};
    memcpy(text, msg->payload, msg->payloadlen < 31 ? msg->payloadlen : 31);
    long number = atol(text);
    pthread_mutex_lock(&lock);
    last_at = now();
    if (received == 0) first_at = last_at;
    if (number != last + 1) swaps++;
    last = number;
    received++;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
}

static void wait_for(int *value, int at_least) {
    struct timespec end;
    clock_gettime(CLOCK_REALTIME, &end);
    end.tv_sec += TIMEOUT_S;
    pthread_mutex_lock(&lock);
    while (*value < at_least)
        if (pthread_cond_timedwait(&changed, &lock, &end) != 0) break;
    pthread_mutex_unlock(&lock);
}

static struct mosquitto *client(const char *id, int clean, const char *host, int port) {
    struct mosquitto *m = mosquitto_new(id, clean, NULL);
    mosquitto_int_option(m, MOSQ_OPT_TCP_NODELAY, 1);
    mosquitto_int_option(m, MOSQ_OPT_PROTOCOL_VERSION, version);
    mosquitto_max_inflight_messages_set(m, 1000);
    mosquitto_message_callback_set(m, on_message);
    mosquitto_subscribe_callback_set(m, on_subscribe);
    mosquitto_publish_callback_set(m, on_publish);
    if (clean == 0) mosquitto_connect_callback_set(m, on_connect);
    mosquitto_property *session = NULL;
    if (version == MQTT_PROTOCOL_V5 && clean == 0)
        mosquitto_property_add_int32(&session, MQTT_PROP_SESSION_EXPIRY_INTERVAL, 3600);
    int connected = mosquitto_connect_bind_v5(m, host, port, 60, NULL, session);
    mosquitto_property_free_all(&session);
    if (connected != MOSQ_ERR_SUCCESS) {
        fprintf(stderr, "cannot connect to %s:%d\n", host, port);
        exit(2);
    }
    mosquitto_loop_start(m);
    return m;
}

static void leave(struct mosquitto *m) {
    mosquitto_disconnect(m);
    mosquitto_loop_stop(m, false);
    mosquitto_destroy(m);
}

static int by_value(const void *a, const void *b) {
    double d = *(const double *)a - *(const double *)b;
    return d < 0 ? -1 : d > 0;
}

int main(int argc, char **argv) {
    if (argc < 5 || argc > 6 || (argc == 6 && strcmp(argv[5], "5") != 0)) {
        fprintf(stderr, "usage: %s HOST PORT burst|backlog|one COUNT [5]\n", argv[0]);
        return 2;
    }
    if (argc == 6) version = MQTT_PROTOCOL_V5;
    const char *host = argv[1], *mode = argv[3];
    int port = atoi(argv[2]), count = atoi(argv[4]);
    mosquitto_lib_init();
    /* A session of its own for every run: what an interrupted run left behind would count as out of order. */
    char id[64];
    snprintf(id, sizeof id, "bench-device-%d", getpid());
    struct mosquitto *device = client(id, 0, host, port);
    wait_for(&subscribed, 1);
    if (strcmp(mode, "backlog") == 0) leave(device);

    struct mosquitto *publisher = client("bench-publisher", 1, host, port);
    double *took = calloc(count, sizeof *took);
    double start = now();
    for (int i = 0; i < count; i++) {
        char text[32];
        int n = snprintf(text, sizeof text, "%d", i);
        double sent = now();
        mosquitto_publish(publisher, NULL, TOPIC, n, text, 1, 0);
        if (strcmp(mode, "one") == 0) {
            wait_for(&received, i + 1);
            took[i] = now() - sent;
        }
    }
    wait_for(&acked, count);
    if (strcmp(mode, "backlog") == 0) {
        start = now();
        device = client(id, 0, host, port);
    }
    wait_for(&received, count);
    printf("%s: %d of %d arrived, %d out of order", mode, received, count, swaps);
    if (strcmp(mode, "one") == 0) {
        qsort(took, count, sizeof *took, by_value);
        printf(", p50 %.2f ms, p99 %.2f ms\n", took[count / 2] * 1e3, took[count * 99 / 100] * 1e3);
    } else {
        printf(", %.0f/s\n", count / (last_at - start));
    }
    leave(publisher);
    leave(device);
    /* And forget the session. */
    device = mosquitto_new(id, 1, NULL);
    mosquitto_connect(device, host, port, 60);
    mosquitto_loop_start(device);
    leave(device);
    return received == count && swaps == 0 ? 0 : 1;
}
