package dev.piroutes.broker.access;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.NotSslRecordException;
import java.net.InetSocketAddress;
import java.util.Locale;

/** Says in one line why a client could not agree on TLS; it stands right behind the handler of TLS. */
final class TlsFailures extends ChannelInboundHandlerAdapter {
    private final Denials denials;

    TlsFailures(Denials denials) {
        this.denials = denials;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (isTls(cause)) {
            denials.say(address(ctx.channel()), inWords(cause));
            ctx.close();
        } else {
            ctx.fireExceptionCaught(cause);
        }
    }

    private static boolean isTls(Throwable cause) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof javax.net.ssl.SSLException || t instanceof java.security.cert.CertificateException) {
                return true;
            }
        }
        return false;
    }

    private static String inWords(Throwable cause) {
        StringBuilder all = new StringBuilder();
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof NotSslRecordException) {
                return "it speaks without TLS on the port for TLS: use ssl:// (or mqtts://, wss://) and ca.pem";
            }
            all.append(t.getMessage()).append(' ');
        }
        String text = all.toString().toLowerCase(Locale.ROOT);
        if (text.contains("empty client certificate") || text.contains("null cert chain")) {
            return "it showed no certificate, and broker.client-certificates is required: give it its NAME.pem";
        }
        if (text.contains("received fatal alert") || text.contains("aead")) {
            // With TLS 1.3 the alert of a client that goes at once cannot always be read.
            return "it does not trust this broker's certificate (" + reason(cause)
                    + "): give it ca.pem, and a name of the broker that is in the certificate";
        }
        if (text.contains("protocol") && text.contains("not")) {
            return "it asks for a version of TLS that is too old (" + reason(cause) + "): TLS 1.2 is the oldest here";
        }
        if (text.contains("certif") || text.contains("path")) {
            return "its certificate is not of this broker's authority (" + reason(cause) + "): give it its NAME.pem";
        }
        return "TLS failed: " + reason(cause);
    }

    private static String reason(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    /** The other side's address, without its port. */
    static String address(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress socket && socket.getAddress() != null
                ? socket.getAddress().getHostAddress()
                : String.valueOf(channel.remoteAddress());
    }
}
