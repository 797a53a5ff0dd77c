package dev.piroutes.verify;

import java.util.List;

/** Checks of one kind, of one device, and what each of them uses. */
abstract class Checks {

    static final List<Check> CONNECTED = List.of(Check.CONNECTION);

    /** What has not come back can do nothing more. */
    static final List<Check> RECONNECTED = List.of(Check.CONNECTION, Check.RECONNECT);

    final Exam exam;
    final Contract contract;
    final Contract.Limits limits;
    final Track track;

    Checks(Exam exam) {
        this.exam = exam;
        this.contract = exam.contract();
        this.limits = contract.limits();
        this.track = exam.subject().track();
    }

    /** Adds those that the contract asks for, in an order in which one does not disturb the next. */
    abstract void addTo(Plan plan);

    final Verdict passed(String seen, int mark) {
        return Verdict.passed(seen, track.since(mark));
    }

    final Verdict failed(String wrong, int mark) {
        return Verdict.failed(wrong, track.since(mark));
    }
}
