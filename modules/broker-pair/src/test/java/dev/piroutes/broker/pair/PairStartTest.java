package dev.piroutes.broker.pair;

import static dev.piroutes.broker.pair.News.Data.ALONE;
import static dev.piroutes.broker.pair.News.Data.NONE;
import static dev.piroutes.broker.pair.News.Data.REPLICA;
import static dev.piroutes.broker.pair.News.Data.SHARED;
import static dev.piroutes.broker.pair.News.Phase.READY;
import static dev.piroutes.broker.pair.News.Phase.SERVING;
import static dev.piroutes.broker.pair.News.Phase.STANDBY;
import static dev.piroutes.broker.pair.News.Phase.WAITING;
import static dev.piroutes.broker.pair.PairSettings.Role.BACKUP;
import static dev.piroutes.broker.pair.PairSettings.Role.PRIMARY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.piroutes.broker.BrokerException;
import dev.piroutes.broker.pair.PairStart.Act;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PairStartTest {

    @Test
    void aNewPrimaryServesAndANewBackupWaits() {
        assertThat(act(primary(0, NONE), null)).isEqualTo(Act.SERVE);
        assertThat(act(backup(0, NONE), null)).isEqualTo(Act.WAIT);
        assertThat(act(primary(0, NONE), backup(0, NONE))).isEqualTo(Act.SERVE);
        assertThat(act(backup(0, NONE), primary(0, NONE))).isEqualTo(Act.WAIT);
    }

    @Test
    void whoServedWithoutACopyElsewhereServesAgainWithoutThePeer() {
        assertThat(act(primary(3, ALONE), null)).isEqualTo(Act.SERVE);
        assertThat(act(backup(4, ALONE), null)).isEqualTo(Act.SERVE);
    }

    @Test
    void whosePeerMayHaveGoneFurtherWaitsForIt() {
        assertThat(act(primary(3, SHARED), null)).isEqualTo(Act.WAIT);
        assertThat(act(primary(3, REPLICA), null)).isEqualTo(Act.WAIT);
        assertThat(act(backup(3, REPLICA), null)).isEqualTo(Act.WAIT);
    }

    @Test
    void halfACopyIsNeverServed() {
        assertThat(act(primary(3, NONE), null)).isEqualTo(Act.WAIT);
        assertThat(act(primary(3, NONE), backup(3, NONE))).isEqualTo(Act.WAIT);
        assertThat(act(primary(3, NONE), backup(3, REPLICA))).isEqualTo(Act.WAIT);
    }

    @Test
    void ofTwoThatWaitTheOneWithTheNewestDataServes() {
        assertServes(backup(4, ALONE), primary(3, SHARED));
        assertServes(primary(3, SHARED), backup(3, REPLICA));
        assertServes(backup(4, SHARED), primary(4, REPLICA));
        assertServes(backup(3, REPLICA), primary(0, NONE));
        assertServes(backup(3, REPLICA), primary(2, SHARED));
        assertServes(primary(4, REPLICA), backup(4, REPLICA));
    }

    @Test
    void besideOneThatServesItStandsBy() {
        assertThat(act(primary(3, SHARED), serving(backup(4, ALONE)))).isEqualTo(Act.STAND_BY);
        assertThat(act(primary(0, NONE), serving(backup(4, ALONE)))).isEqualTo(Act.STAND_BY);
        assertThat(act(backup(4, REPLICA), serving(primary(5, ALONE)))).isEqualTo(Act.STAND_BY);
    }

    @Test
    void itDoesNotServeWhileThePeerIsAboutToTakeOver() {
        News peer = new News(BACKUP, READY, 3, REPLICA);
        assertThat(act(primary(3, SHARED), peer)).isEqualTo(Act.WAIT);
        assertThat(act(primary(3, SHARED), new News(BACKUP, STANDBY, 3, NONE))).isEqualTo(Act.WAIT);
    }

    @Test
    void whatOnlyOneNodeHasIsNotGivenUpSilently() {
        assertThatThrownBy(() -> act(backup(4, ALONE), serving(primary(4, ALONE))))
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining("--pair.start=yield");
        assertThatThrownBy(() -> act(backup(4, REPLICA), serving(primary(1, ALONE))))
                .hasMessageContaining("--pair.start=yield");
        assertThatThrownBy(() -> act(primary(4, ALONE), backup(4, ALONE))).hasMessageContaining("--pair.start=yield");
        assertThatThrownBy(() -> act(primary(3, ALONE), backup(4, ALONE))).hasMessageContaining("--pair.start=yield");
    }

    @Test
    void twoOfOneRoleAreRefused() {
        assertThatThrownBy(() -> act(primary(0, NONE), primary(0, NONE)))
                .hasMessage("both nodes of the pair are told --pair=primary: one must be backup");
    }

    private static void assertServes(News server, News other) {
        assertThat(act(server, other)).isEqualTo(Act.SERVE);
        assertThat(act(other, server)).isEqualTo(Act.WAIT);
    }

    private static Act act(News own, @Nullable News peer) {
        return PairStart.decide(own, peer).act();
    }

    private static News primary(long epoch, News.Data data) {
        return new News(PRIMARY, WAITING, epoch, data);
    }

    private static News backup(long epoch, News.Data data) {
        return new News(BACKUP, WAITING, epoch, data);
    }

    private static News serving(News node) {
        return new News(node.role(), SERVING, node.epoch(), node.data());
    }
}
