package dev.piroutes.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which checks are made, of those of the lab's device B, which has no button. */
class ResultsTest {
    private final List<String> made = new ArrayList<>();

    private Results results(List<String> only, List<String> skip) throws Exception {
        Contract contract = Contracts.load(Path.of("src/main/resources/contracts/device-b.yaml"), List.of("csc2106"))
                .get(0);
        return new Results(contract, new Selection(only, skip), List::of, result -> {});
    }

    private Results.Body body(Check check) {
        return () -> {
            made.add(check.id());
            return Verdict.of(Optional.empty(), "right", List.of());
        };
    }

    private void run(Results results) throws Exception {
        List<String> prepared = List.of(Check.STATUS_AGAIN.id(), Check.PRESS_WHILE_AWAY.id());
        results.check(Check.RECONNECT, prepared, List.of(), body(Check.RECONNECT));
        results.check(Check.STATUS_AGAIN, List.of(Check.RECONNECT.id()), body(Check.STATUS_AGAIN));
    }

    @Test
    void whatAnotherNeedsIsMade() throws Exception {
        run(results(List.of("status-again"), List.of()));
        assertThat(made).containsExactly("reconnect", "status-again");
    }

    @Test
    void whatIsSkippedIsNotMadeNorWhatNeedsIt() throws Exception {
        Results results = results(List.of(), List.of("reconnect"));
        run(results);
        assertThat(made).isEmpty();
        assertThat(results.all()).extracting(Result::outcome).containsOnly(Outcome.SKIPPED);
    }

    @Test
    void nothingIsMadeForACheckThatTheContractDoesNotHave() throws Exception {
        run(results(List.of("press-while-away"), List.of()));
        assertThat(made).isEmpty();
    }
}
