"""Python's paho as Debian ships it, of version 1 or 2."""
from paho.mqtt import client as mqtt
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties


def make(client_id, version, kept, transport="tcp"):
    """Returns a client, and what its connect() is to be given; kept: its session outlives the connection."""
    # The callbacks of version 1, which both have.
    first = [mqtt.CallbackAPIVersion.VERSION1] if hasattr(mqtt, "CallbackAPIVersion") else []
    if version == 5:
        client = mqtt.Client(*first, client_id, protocol=mqtt.MQTTv5, transport=transport)
        properties = Properties(PacketTypes.CONNECT)
        properties.SessionExpiryInterval = 3600 if kept else 0
        return client, {"clean_start": not kept, "properties": properties}
    return mqtt.Client(*first, client_id, protocol=mqtt.MQTTv311, clean_session=not kept, transport=transport), {}
