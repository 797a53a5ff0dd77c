package dev.piroutes.broker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTProtocolManagerFactory;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;

/**
 * Brokers on request, for {@code src/test/conformance/mosquitto-suite.sh}: a line {@code PORT fresh|keep} starts one on a
 * port, with new data or that of the port's last one; it runs until the connection that asked for it is closed. One JVM for
 * all, because the suite starts some hundred.
 */
final class SuiteBrokers {
    private final boolean stock;
    private final Path data;
    private final Map<Integer, Semaphore> ports = new ConcurrentHashMap<>();

    private SuiteBrokers(boolean stock, Path data) {
        this.stock = stock;
        this.data = data;
    }

    /** Started with: {@code pi-routes|stock}, data folder. Prints the port on which it takes requests. */
    public static void main(String[] args) throws IOException {
        SuiteBrokers brokers = new SuiteBrokers(args[0].equals("stock"), Path.of(args[1]));
        try (ServerSocket requests = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            System.out.println("port " + requests.getLocalPort());
            while (true) {
                Socket request = requests.accept();
                new Thread(() -> brokers.serve(request)).start();
            }
        }
    }

    private void serve(Socket request) {
        try (request) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(request.getInputStream(), StandardCharsets.US_ASCII));
            String[] words = in.readLine().split(" ");
            int port = Integer.parseInt(words[0]);
            Semaphore free = ports.computeIfAbsent(port, p -> new Semaphore(1));
            free.acquire();
            try {
                AutoCloseable broker = start(port, words[1].equals("fresh"));
                request.getOutputStream().write("started\n".getBytes(StandardCharsets.US_ASCII));
                in.readLine();
                broker.close();
            } finally {
                free.release();
            }
        } catch (Exception e) {
            System.err.println("no broker: " + e);
        }
    }

    private AutoCloseable start(int port, boolean fresh) throws Exception {
        Path folder = data.resolve(Integer.toString(port));
        if (fresh) {
            delete(folder);
        }
        return stock ? startStock(port, folder) : Broker.start(new BrokerSettings("127.0.0.1", port, null, folder));
    }

    /** Artemis with the shipped configuration, and nothing of Pi Routes in front of it. */
    private static AutoCloseable startStock(int port, Path folder) throws Exception {
        Map<String, String> values =
                Map.of("broker.host", "127.0.0.1", "broker.port", "" + port, "broker.data", folder.toString());
        Configuration configuration = BrokerXml.read(BrokerXml.find(null, List.of()), values);
        configuration.getBrokerPlugins().clear();
        ActiveMQServer server = new ActiveMQServerImpl(configuration);
        server.addProtocolManagerFactory(new MQTTProtocolManagerFactory());
        server.start();
        return () -> server.stop(true, true);
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
