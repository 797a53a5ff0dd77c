package dev.piroutes.board;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The contract on the virtual board. The same cases run on a real kernel: see {@code src/test/gpio-vm}. */
class VirtualBoardContractTest {
    @TestFactory
    Stream<DynamicTest> contract() {
        return BoardContract.cases().entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(
                        entry.getKey(),
                        () -> Assertions.assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
                            VirtualRig rig = new VirtualRig();
                            try (Board board = rig.open()) {
                                entry.getValue().check(rig, board);
                            }
                        })));
    }

    private static final class VirtualRig implements Rig {
        private final VirtualBoard board = new VirtualBoard();

        @Override
        public Board open() {
            return board;
        }

        @Override
        public void drive(int pin, Level level) {
            board.drive(pin, level);
        }

        @Override
        public void release(int pin, Pull pull) {
            board.release(pin);
        }

        @Override
        public Level seen(int pin) {
            return board.level(pin);
        }

        @Override
        public int many(int onKernel) {
            return onKernel / 10;
        }
    }
}
