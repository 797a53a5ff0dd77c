package dev.piroutes.cli;

/**
 * Settings, files and the state of a machine, and what a start does there.
 *
 * @param words what the start and doctor say of it; of one that runs, some line of doctor
 * @param checked whether check says so, too
 */
record Situation(String name, Setup setup, Does does, String words, boolean checked) {

    enum Does {
        RUNS,
        WAITS,
        REFUSES
    }

    interface Setup {
        void make(Scene scene) throws Exception;
    }

    static Situation refuses(String name, String words, Setup setup) {
        return new Situation(name, setup, Does.REFUSES, words, false);
    }

    static Situation waits(String name, String words, Setup setup) {
        return new Situation(name, setup, Does.WAITS, words, false);
    }

    static Situation runs(String name, Setup setup) {
        return new Situation(name, setup, Does.RUNS, "", false);
    }

    /** With a line of doctor's that somebody should read. */
    static Situation runs(String name, String words, Setup setup) {
        return new Situation(name, setup, Does.RUNS, words, false);
    }

    /** What is wrong is in a route file: {@code check} says it, too. */
    Situation inAFile() {
        return new Situation(name, setup, does, words, true);
    }

    Situation with(Setup more) {
        return new Situation(
                name,
                scene -> {
                    setup.make(scene);
                    more.make(scene);
                },
                does,
                words,
                checked);
    }

    @Override
    public String toString() {
        return name;
    }
}
