package dev.piroutes.mqtt;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;

/**
 * A network that accepts no packet of one type until it may go on, not even if it is closed.
 *
 * @param writing is counted down when there is such a packet
 */
record HeldNetwork(Network network, int type, CountDownLatch writing, CountDownLatch goOn) implements Network {

    @Override
    public void open() throws IOException {
        network.open();
    }

    @Override
    public InputStream in() {
        return network.in();
    }

    @Override
    public OutputStream out() {
        return new FilterOutputStream(network.out()) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                if (bytes[from] >> 4 == type) {
                    writing.countDown();
                    try {
                        goOn.await();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                }
                out.write(bytes, from, length);
            }
        };
    }

    @Override
    public void close() {
        network.close();
    }
}
