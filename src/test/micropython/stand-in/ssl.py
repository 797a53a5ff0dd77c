"""Stands in for the ssl module of a Pico, which wraps the built-in tls and which Debian's MicroPython leaves out.

The part that the devices use, with the same names of arguments; as there, a context verifies nothing until it is told to.
While the folder that BOARD names has a file no-memory, there is none for a connection, as mbedTLS says it or as MicroPython.
"""

import os

import tls
from tls import CERT_NONE, CERT_REQUIRED, PROTOCOL_TLS_CLIENT


class SSLContext:
    def __init__(self, protocol):
        self._tls = tls.SSLContext(protocol)
        self.verify_mode = CERT_NONE

    def load_verify_locations(self, cafile=None, cadata=None):
        assert cafile is None
        self._tls.load_verify_locations(cadata)

    def wrap_socket(self, sock, server_hostname=None):
        if "no-memory" in os.listdir(os.getenv("BOARD")):
            with open(os.getenv("BOARD") + "/no-memory") as f:
                raise OSError(-32512, "MBEDTLS_ERR_SSL_ALLOC_FAILED") if f.read() == "mbedTLS" else MemoryError(
                    "memory allocation failed, allocating 16717 bytes"
                )
        self._tls.verify_mode = self.verify_mode
        return self._tls.wrap_socket(sock, server_hostname=server_hostname)
