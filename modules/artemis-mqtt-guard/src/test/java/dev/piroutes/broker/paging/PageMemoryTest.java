package dev.piroutes.broker.paging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PageMemoryTest {
    @Test
    void readsAheadWhatIsConfiguredIfItFits() {
        assertThat(new PageMemory(48 << 20).readAhead(20)).isEqualTo(20);
        assertThat(new PageMemory(48 << 20).readAhead(1)).isEqualTo(1);
    }

    @Test
    void readsAheadAFewInTheSmallestHeap() {
        assertThat(new PageMemory(1_000).readAhead(20)).isEqualTo(8);
    }

    @Test
    void readsAheadWhatFitsIfNothingIsConfigured() {
        assertThat(new PageMemory(48 << 20).readAhead(-1)).isEqualTo((48 << 20) / 12 / 1_300);
    }
}
