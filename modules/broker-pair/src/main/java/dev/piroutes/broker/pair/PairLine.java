package dev.piroutes.broker.pair;

import dev.piroutes.broker.BrokerException;
import dev.piroutes.files.Reason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Answers the other node, for as long as this process runs; a stranger is told nothing, and named in the log. */
final class PairLine implements AutoCloseable {
    private static final int TALKS_AT_ONCE = 8;

    private final ServerSocket socket;
    private final PairSecret secret;
    private final Supplier<News> news;
    private final PairLog log;
    private final ExecutorService talks = new ThreadPoolExecutor(
            0, TALKS_AT_ONCE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> daemon(task, "pair-talk"));

    private PairLine(ServerSocket socket, PairSecret secret, Supplier<News> news, PairLog log) {
        this.socket = socket;
        this.secret = secret;
        this.news = news;
        this.log = log;
    }

    /** @throws BrokerException if it cannot listen */
    static PairLine open(String host, int port, PairSecret secret, Supplier<News> news, PairLog log) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, PairSettings.talkPort(port)));
            PairLine line = new PairLine(socket, secret, news, log);
            daemon(line::accept, "pair-line").start();
            return line;
        } catch (IOException e) {
            throw BrokerException.passing(cannotListen(host, port, e), e);
        } catch (IllegalArgumentException e) {
            throw new BrokerException(cannotListen(host, port, e), e);
        }
    }

    private static String cannotListen(String host, int port, Exception e) {
        return "cannot listen for the peer on pair.host " + host + ", port " + PairSettings.talkPort(port)
                + " (pair.port and one more): " + Reason.of(e);
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket peer = socket.accept();
                try {
                    talks.execute(() -> answer(peer));
                } catch (RejectedExecutionException e) {
                    peer.close();
                }
            } catch (IOException e) {
                // Closed, or the other end went before it was heard.
            }
        }
    }

    private void answer(Socket peer) {
        try (PairTalk talk = new PairTalk(peer)) {
            String nonce = secret.nonce();
            talk.say(PairTalk.GREETING, nonce);
            String[] question = talk.hear();
            if (question.length == 2 && secret.proves(question[1], "ask", nonce, question[0])) {
                String word = news.get().encode();
                talk.say(word, secret.proof("answer", nonce, question[0], word));
            } else {
                log.error(
                        "pair     {} asks with another pair.password: it must be the same on both nodes of the pair",
                        peer.getInetAddress().getHostAddress());
                talk.say(PairTalk.DENIED);
            }
        } catch (IOException e) {
            // It asks again.
        }
    }

    static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It listens no more either way.
        }
        talks.shutdownNow();
    }
}
