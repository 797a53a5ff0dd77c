package dev.piroutes.broker;

import dev.piroutes.broker.access.Login;
import dev.piroutes.broker.access.Users;
import dev.piroutes.tls.CertificateInUse;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a broker would meet if it was started now: {@link Broker#outlook}.
 *
 * @param data why it cannot have its data folder; null: it can
 * @param port why it cannot listen where the settings say; null: it can
 * @param configuration why it cannot serve by its {@code broker.xml}; null: it can
 * @param users whom it would let in; null: everybody
 * @param certificates those that its acceptors show
 */
public record BrokerOutlook(
        @Nullable BrokerException data,
        @Nullable BrokerException port,
        @Nullable BrokerException configuration,
        @Nullable Users users,
        List<CertificateInUse> certificates) {

    /** What a person has to look at although it would serve. */
    public Optional<String> problem() {
        return users == null ? Optional.empty() : users.problem();
    }

    /** Why it would not let in a client of this machine, in words; empty: it would. */
    public Optional<String> refusal(
            String clientId, @Nullable String user, byte @Nullable [] password, @Nullable String willTopic) {
        return users == null
                ? Optional.empty()
                : users.refusal(new Login("127.0.0.1", true, null, clientId, user, password, willTopic));
    }
}
