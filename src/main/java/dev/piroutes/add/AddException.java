package dev.piroutes.add;

/** Why an artifact cannot be taken. */
public final class AddException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What kind of reason. */
    public enum Kind {
        /** No repository has it. */
        NOT_FOUND,
        /** No repository answers. */
        NOT_REACHED,
        OTHER;

        static Kind of(int code) {
            return switch (code) {
                case Resolved.NOT_FOUND -> NOT_FOUND;
                case Resolved.NOT_REACHED -> NOT_REACHED;
                default -> OTHER;
            };
        }
    }

    private final Kind kind;

    AddException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
