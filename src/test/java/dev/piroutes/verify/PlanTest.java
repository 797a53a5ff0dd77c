package dev.piroutes.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which checks are made, of those of the lab's device B, which has no button. */
class PlanTest {
    private final List<String> made = new ArrayList<>();

    private Plan plan(List<String> only, List<String> skip) throws Exception {
        Contract contract = Contracts.load(Path.of("src/main/resources/contracts/device-b.yaml"), List.of("csc2106"))
                .get(0);
        return new Plan(contract, new Selection(only, skip), () -> false, result -> {});
    }

    private Plan.Body body(Check check) {
        return () -> {
            made.add(check.id());
            return Verdict.of(Optional.empty(), "right", List.of());
        };
    }

    private Plan run(List<String> only, List<String> skip) throws Exception {
        Plan plan = plan(only, skip);
        List<Check> prepared = List.of(Check.STATUS_AGAIN, Check.PRESS_WHILE_AWAY);
        plan.add(Check.RECONNECT, prepared, List.of(), body(Check.RECONNECT));
        plan.add(Check.STATUS_AGAIN, List.of(Check.RECONNECT), body(Check.STATUS_AGAIN));
        plan.run();
        return plan;
    }

    @Test
    void whatAnotherNeedsIsMade() throws Exception {
        run(List.of("status-again"), List.of());
        assertThat(made).containsExactly("reconnect", "status-again");
    }

    @Test
    void whatIsSkippedIsNotMadeNorWhatNeedsIt() throws Exception {
        Plan plan = run(List.of(), List.of("reconnect"));
        assertThat(made).isEmpty();
        assertThat(plan.results()).extracting(Result::outcome).containsOnly(Outcome.SKIPPED);
    }

    @Test
    void nothingIsMadeForACheckThatTheContractDoesNotHave() throws Exception {
        run(List.of("press-while-away"), List.of());
        assertThat(made).isEmpty();
    }
}
