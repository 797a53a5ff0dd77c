package dev.piroutes.broker.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientIdsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"", "PicoA", "a-b_9", "a.b", "a b", "%", "%002e", "%g", "é", "漢😀", "a/b::c", "\\", "#", "$sys"})
    void comeBackAsTheyWere(String clientId) {
        String encoded = ClientIds.encode(clientId);
        assertThat(encoded).matches("[A-Za-z0-9_%-]*");
        assertThat(ClientIds.decode(encoded)).isEqualTo(clientId);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PicoA", "bench-1_b", "6ba7b810-9dad-11d1-80b4-00c04fd430c8"})
    void theUsualOnesStayAsTheyAre(String clientId) {
        assertThat(ClientIds.encode(clientId)).isEqualTo(clientId);
    }

    @Test
    void noTwoAreTheSameAndNoGroupIsAClient() {
        List<String> ids = List.of("a.b", "a_b", "a%002eb", "a%b", "ab", "%gab", "g");
        Set<String> encoded = new HashSet<>();
        for (String id : ids) {
            encoded.add(ClientIds.encode(id));
            encoded.add(ClientIds.encodeGroup(id));
        }
        assertThat(encoded).hasSize(2 * ids.size());
    }
}
