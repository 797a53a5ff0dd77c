package dev.piroutes.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class ListenFailureTest {

    private static final String HOST = "127.0.0.1";

    @Test
    void aPortIsTakenUntilItsProgramEnds() throws IOException {
        int port;
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            port = other.getLocalPort();
            assertThat(failure(HOST, port)).isEqualTo(ListenFailure.IN_USE);
        }
        assertThatNoException().isThrownBy(() -> ListenFailure.requireFree(HOST, port));
    }

    @Test
    void anAddressIsOfAnotherMachineOrOfNone() {
        assertThat(failure("192.0.2.1", 0)).isEqualTo(ListenFailure.NO_SUCH_ADDRESS);
        assertThat(failure("none.invalid", 0)).isEqualTo(ListenFailure.UNKNOWN_HOST);
    }

    @Test
    void whateverElseItIsIsSaidByItsMessage() {
        assertThat(ListenFailure.of(new IOException("Permission denied"))).isEqualTo(ListenFailure.OTHER);
        assertThat(ListenFailure.of(new IOException())).isEqualTo(ListenFailure.OTHER);
    }

    private static ListenFailure failure(String host, int port) {
        return ListenFailure.of(catchThrowableOfType(IOException.class, () -> ListenFailure.requireFree(host, port)));
    }
}
