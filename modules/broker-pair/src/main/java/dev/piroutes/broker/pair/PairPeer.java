package dev.piroutes.broker.pair;

import dev.piroutes.broker.BrokerException;
import dev.piroutes.net.Address;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Asks the other node. */
final class PairPeer {
    private final Address address;
    private final PairSecret secret;

    PairPeer(Address address, PairSecret secret) {
        this.address = address;
        this.secret = secret;
    }

    /**
     * What the other node says; {@code null} if it does not answer.
     *
     * @throws BrokerException if what answers is not the other node of this pair
     */
    @Nullable
    News ask() {
        try (PairTalk talk = PairTalk.with(address.host(), PairSettings.talkPort(address.port()))) {
            String[] greeting = talk.hear();
            if (greeting.length != 2 || !greeting[0].equals(PairTalk.GREETING)) {
                throw new BrokerException("what answers at pair.peer " + address + " (port "
                        + PairSettings.talkPort(address.port()) + ") is no node of a pair");
            }
            String nonce = secret.nonce();
            talk.say(nonce, secret.proof("ask", greeting[1], nonce));
            String[] answer = talk.hear();
            if (answer.length != 2 || !secret.proves(answer[1], "answer", greeting[1], nonce, answer[0])) {
                throw new BrokerException("the peer " + address
                        + " has another pair.password: it must be the same on both nodes of the pair");
            }
            return News.decode(answer[0]);
        } catch (IOException e) {
            return null;
        }
    }
}
