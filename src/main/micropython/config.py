# What is different on every Pico: this file is the only one to edit before a first start.

WIFI_SSID = "classroom"
WIFI_PASSWORD = "secret"

# The broker: the address that Pi Routes prints when it starts with --broker.profile=lab.
BROKER = "192.168.1.10"
PORT = 1883

# First part of every topic. A group on a shared broker has its own, for example "csc2106/g07".
ROOT = "csc2106"

# Seconds. The device pings three times in that time; a broker that hears nothing for 1.5 times as long says "offline".
KEEPALIVE = 30

# Only for a broker that asks for them (docs/secure.md): user and password, and the authority's certificate in DER form.
# With a certificate the connection is TLS: set PORT to 8883. A certificate is valid for a time:
# if it is not now, the clock is set from TIME_SERVER.
USER = None
PASSWORD = None
CA = None  # "ca.der"
TIME_SERVER = "pool.ntp.org"
