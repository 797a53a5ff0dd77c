package dev.piroutes.verify;

import dev.piroutes.net.Address;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Stands in front of a broker, on a port of its own, and sees every packet. One thread, however many devices. */
final class MqttProxy implements AutoCloseable {

    private final EventLoopGroup thread = new NioEventLoopGroup(1, new DefaultThreadFactory("verify-proxy", true));
    private final AtomicInteger connections = new AtomicInteger();
    private final Channel server;

    /**
     * @param subjects whose connection it is, by its CONNECT
     * @throws BindException in one line, if it cannot listen there
     */
    MqttProxy(InetSocketAddress listen, InetSocketAddress broker, Function<Packet.Connect, Subject> subjects)
            throws BindException {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(thread)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel device) {
                        new ProxyConnection(connections.incrementAndGet(), device, broker, subjects);
                    }
                });
        var binding = bootstrap.bind(listen).awaitUninterruptibly();
        if (!binding.isSuccess()) {
            close();
            throw new BindException("cannot listen on " + new Address(listen.getHostString(), listen.getPort()) + ": "
                    + binding.cause().getMessage());
        }
        server = binding.channel();
    }

    int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    /** TCP connections so far, those without a CONNECT included. */
    int connections() {
        return connections.get();
    }

    @Override
    public void close() {
        thread.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
