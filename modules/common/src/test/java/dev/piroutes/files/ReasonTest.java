package dev.piroutes.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class ReasonTest {

    private static final class Own extends Exception {
        private static final long serialVersionUID = 1L;

        Own(String message, Throwable cause) {
            super(message, cause);
        }
    }

    @Test
    void aLineThatNamesTheFileDoesNotNameItAgain() {
        assertThat(Reason.of(new AccessDeniedException("/etc/key"))).isEqualTo("Access Denied");
        assertThat(Reason.of(new FileSystemException("/etc/key", null, "Read-only file system")))
                .isEqualTo("Read-only file system");
    }

    @Test
    void isOneLineAndNeverEmpty() {
        assertThat(Reason.of(new IOException("first\n   second"))).isEqualTo("first second");
        assertThat(Reason.of(new IllegalStateException())).isEqualTo("Illegal State");
    }

    @Test
    void oneWithoutAMessageHasItsCausesOrItsTypeInWords() {
        assertThat(Reason.of(new IOException())).isEqualTo("IO Failure");
        assertThat(Reason.of(new EOFException())).isEqualTo("the end is missing");
        assertThat(Reason.of(new Exception())).isEqualTo("Failure");
        assertThat(Reason.of(new IllegalStateException(" "))).isEqualTo("Illegal State");
        assertThat(Reason.of(new IllegalStateException() {
                    private static final long serialVersionUID = 1L;
                }))
                .isEqualTo("Illegal State");
        assertThat(Reason.of(new IOException(null, new IOException("away")))).isEqualTo("away");
        assertThat(Reason.of(new IOException(null, new SocketTimeoutException())))
                .isEqualTo("Socket Timeout");
        assertThat(Reason.of(new RuntimeException(new EOFException()))).isEqualTo("the end is missing");
        assertThat(Reason.of(new IOException("away", new SocketTimeoutException())))
                .isEqualTo("away");
    }

    @Test
    void aNameAloneIsNoReason() {
        assertThat(Reason.of(new UnknownHostException("broker.lan"))).isEqualTo("unknown host broker.lan");
        assertThat(Reason.of(new NoSuchFileException("/etc/key"))).isEqualTo("No Such File");
    }

    @Test
    void nobodyReadsAThousandWords() {
        assertThat(Reason.of(new IOException("word ".repeat(1000))))
                .hasSize(Reason.LONGEST + 1)
                .endsWith("…");
    }

    @Test
    void aWrapperWithoutWordsIsLookedThrough() {
        assertThat(Reason.of(new UncheckedIOException(new IOException("away")))).isEqualTo("away");
        assertThat(Reason.of(new UncheckedIOException("outbox", new IOException("away"))))
                .isEqualTo("outbox");
    }

    @Test
    void innermostIsTheFirstInWordsOfTheProgram() {
        BindException bind = new BindException("Address already in use");
        Own own = new Own("port 1883 is in use", bind);
        Exception failure = new RuntimeException(own);

        assertThat(Reason.root(failure)).isSameAs(bind);
        assertThat(Reason.innermost(failure)).isSameAs(own);
        assertThat(Reason.innermost(new RuntimeException(bind))).isSameAs(bind);
        assertThat(Reason.find(failure, IOException.class)).containsSame(bind);
        assertThat(Reason.find(own, RuntimeException.class)).isEmpty();
    }

    @Test
    void causesInARingEnd() {
        Exception one = new Exception("one");
        Exception two = new Exception("two", one);
        one.initCause(two);
        assertThat(Reason.root(one)).isSameAs(two);
    }

    @Test
    void knowsAFullDiskBehindAnything() {
        Exception full = new IOException("No space left on device");
        assertThat(Reason.isDiskFull(new RuntimeException(full))).isTrue();
        assertThat(Reason.isDiskFull(new IOException("No such file"))).isFalse();
    }
}
