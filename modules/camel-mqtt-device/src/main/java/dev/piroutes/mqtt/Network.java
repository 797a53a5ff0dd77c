package dev.piroutes.mqtt;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** One connection to a broker, as bytes. */
interface Network {

    /** Connects, and waits for it. @throws IOException if there is no connection; {@link #close} is still to be called */
    void open() throws IOException;

    /** Reading throws a {@link java.net.SocketTimeoutException} when nothing has come for a second. */
    InputStream in();

    OutputStream out();

    /** Ends it, or the attempt to open it, at once and whoever reads or writes. On any thread; more than once is as good. */
    void close();
}
