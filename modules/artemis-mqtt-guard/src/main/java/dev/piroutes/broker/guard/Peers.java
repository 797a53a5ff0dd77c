package dev.piroutes.broker.guard;

import dev.piroutes.broker.access.Login;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Who is at the other end. */
final class Peers {
    private Peers() {}

    /** The address without the port. */
    static String address(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress remote
                ? remote.getAddress().getHostAddress()
                : String.valueOf(channel.remoteAddress());
    }

    static Login login(ChannelHandlerContext ctx, MqttConnectMessage connect) {
        MqttConnectPayload payload = connect.payload();
        SslHandler tls = ctx.pipeline().get(SslHandler.class);
        return new Login(
                address(ctx.channel()),
                tls != null,
                tls == null ? null : certificate(tls),
                payload.clientIdentifier(),
                payload.userName(),
                payload.passwordInBytes(),
                connect.variableHeader().isWillFlag() ? payload.willTopic() : null);
    }

    private static @Nullable X509Certificate certificate(SslHandler tls) {
        try {
            Certificate[] shown = tls.engine().getSession().getPeerCertificates();
            return shown.length > 0 && shown[0] instanceof X509Certificate own ? own : null;
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }
}
