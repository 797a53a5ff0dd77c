package dev.piroutes.verify;

import dev.piroutes.source.Finding;
import dev.piroutes.source.Place;
import dev.piroutes.source.RouteSource;
import dev.piroutes.source.SyntaxException;
import dev.piroutes.source.YamlReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads contracts from YAML, for one root. Topics in the file are below the root. */
final class ContractReader {

    private static final List<String> TOP =
            List.of(("contract title root clientId keepAlive cleanSession will subscribes"
                            + " subscribeFirst online offline reactions ignores repeatedCommand retainedCommand presses reports limits"
                            + " hints")
                    .split(" "));
    private static final List<String> MESSAGE = List.of("topic", "payload", "matches", "qos", "retained");
    private static final List<String> ANSWER =
            List.of("topic", "payload", "matches", "qos", "retained", "userProperties", "alternating", "within");
    private static final List<String> COMMAND =
            List.of("topic", "payload", "responseTopic", "expiry", "userProperties");
    private static final List<String> LIMITS =
            List.of("connect", "answer", "quiet", "settle", "away", "reconnect", "person", "press");
    private static final Pattern RANGE = Pattern.compile("(\\S+?)\\.\\.(\\S+)");
    private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final Pattern ROOT = Pattern.compile("[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*");

    /** As far as MQTT goes. */
    private static final int MOST_SECONDS = 65_535;

    private final RouteSource source;
    private final List<Finding> findings = new ArrayList<>();
    private String root = "";
    private Contract.Limits limits = limits(null);

    private ContractReader(RouteSource source) {
        this.source = source;
    }

    /**
     * @param root what topics are below; null: the one in the file
     * @throws ContractException with all that is wrong
     */
    static Contract read(RouteSource source, @Nullable String root) throws ContractException {
        ContractReader reader = new ContractReader(source);
        Contract contract = reader.contract(root);
        if (contract == null || !reader.findings.isEmpty()) {
            throw new ContractException(reader.findings);
        }
        return contract;
    }

    private @Nullable Contract contract(@Nullable String wanted) {
        Optional<Node> document;
        try {
            document = YamlReader.read(source);
        } catch (SyntaxException e) {
            findings.add(Finding.error(e.place(), e.getMessage()));
            return null;
        }
        if (document.isEmpty()) {
            findings.add(Finding.error(
                    new Place(source.name(), 1, 1), "the contract is empty; docs/verify.md has examples"));
            return null;
        }
        Fields file = new Fields(source.name(), document.get(), findings, TOP);
        String home = text(file, "root", ROOT, "a topic like home/lamp");
        root = wanted == null ? home : wanted;
        String suffix = root.equals(home) ? "" : "-" + root.replace('/', '-');
        limits = limits(file.has("limits") ? file.fields("limits", LIMITS) : null);
        Contract contract = new Contract(
                text(file, "contract", ID, "a name like my-lamp"),
                file.has("title") ? file.text("title") : file.text("contract"),
                root,
                file.text("clientId") + suffix,
                keepAlive(file),
                file.has("cleanSession") ? file.flag("cleanSession", false) : null,
                message(file, "will"),
                file.has("subscribes") ? subscriptions(file) : null,
                file.flag("subscribeFirst", false),
                message(file, "online"),
                message(file, "offline"),
                reactions(file),
                ignores(file),
                file.handling("repeatedCommand"),
                file.handling("retainedCommand"),
                presses(file),
                reports(file),
                limits,
                file.map("hints"));
        requireUse(file, contract);
        return contract;
    }

    /** What would never be looked at is a mistake. */
    private void requireUse(Fields file, Contract contract) {
        if (contract.reactions().isEmpty()) {
            for (String field : List.of("repeatedCommand", "retainedCommand")) {
                if (file.has(field)) {
                    file.fault(field, field + " needs a command that is answered: reactions with one at least");
                }
            }
        }
        if (contract.subscribeFirst() && (contract.online() == null || contract.subscribes() == null)) {
            file.fault("subscribeFirst", "subscribeFirst needs the fields subscribes and online");
        }
        unique(file, "reactions", contract.reactions().stream().map(Contract.Reaction::id));
        unique(file, "presses", contract.presses().stream().map(Contract.Press::id));
        unique(file, "reports", contract.reports().stream().map(Contract.Periodic::id));
    }

    private static void unique(Fields file, String list, Stream<String> all) {
        Set<String> ids = new HashSet<>();
        all.filter(id -> !ids.add(id))
                .forEach(id -> file.fault(
                        list, "two of the " + list + " have the id \"" + id + "\"; each needs one of its own"));
    }

    private Contract.@Nullable KeepAlive keepAlive(Fields file) {
        String text = file.optional("keepAlive");
        if (text == null) {
            return null;
        }
        Matcher range = RANGE.matcher(text);
        Duration least = range.matches() ? Fields.duration(range.group(1)) : null;
        Duration most = range.matches() ? Fields.duration(range.group(2)) : null;
        if (least == null || most == null || least.compareTo(most) > 0 || most.toSeconds() > MOST_SECONDS) {
            file.fault(
                    "keepAlive",
                    "keepAlive must be two times like 10s..60s, the shorter first, but is \"" + text + "\"");
            return null;
        }
        return new Contract.KeepAlive((int) least.toSeconds(), (int) most.toSeconds());
    }

    private List<Packet.Filter> subscriptions(Fields file) {
        return file.list("subscribes", List.of("topic", "qos")).stream()
                .map(one -> new Packet.Filter(topic(one, true), one.number("qos", 0, 2, 1)))
                .toList();
    }

    private Contract.@Nullable Message message(Fields file, String field) {
        return file.has(field) ? message(file.fields(field, MESSAGE)) : null;
    }

    private Contract.Message message(Fields fields) {
        return new Contract.Message(
                topic(fields, false),
                payload(fields),
                fields.number("qos", 0, 2, 1),
                fields.flag("retained", false),
                fields.map("userProperties"));
    }

    private static Contract.Payload payload(Fields fields) {
        String expression = fields.optional("matches");
        if (expression == null) {
            return new Contract.Payload(fields.texts("payload"), null);
        }
        if (fields.has("payload")) {
            fields.fault("matches", "either payload or matches, not both");
        }
        try {
            return new Contract.Payload(List.of(), Pattern.compile(expression, Pattern.DOTALL));
        } catch (PatternSyntaxException e) {
            fields.fault("matches", "matches is no regular expression: " + e.getDescription());
            return new Contract.Payload(List.of(), null);
        }
    }

    private String topic(Fields fields, boolean wildcards) {
        return topic(fields, "topic", wildcards);
    }

    private String topic(Fields fields, String field, boolean wildcards) {
        String topic = fields.text(field);
        if (topic.isEmpty() || topic.startsWith("/") || !wildcards && topic.matches(".*[+#].*")) {
            fields.fault(
                    field,
                    field + " must be a topic below the root, like led/cmd" + (wildcards ? "" : ", without + and #")
                            + ", but is \"" + topic + "\"");
        }
        return root + "/" + topic;
    }

    private List<Contract.Reaction> reactions(Fields file) {
        String missing = "a reaction needs the fields send and expect";
        return list(file, "reactions", List.of("id", "send", "expect", "times"), missing, "send", "expect").stream()
                .map(this::reaction)
                .toList();
    }

    private Contract.Reaction reaction(Fields one) {
        Fields expect = one.fields("expect", ANSWER);
        Fields send = one.fields("send", COMMAND);
        return new Contract.Reaction(
                id(one),
                new Contract.Command(topic(send, false), send.text("payload"), properties(send)),
                message(expect),
                expect.flag("alternating", false),
                expect.duration("within", limits.answer()),
                one.number("times", 1, 100, 3));
    }

    private Packet.Properties properties(Fields send) {
        return new Packet.Properties(
                send.has("responseTopic") ? topic(send, "responseTopic", false) : null,
                null,
                send.has("expiry") ? send.number("expiry", 0, Integer.MAX_VALUE, 0) : null,
                send.map("userProperties"));
    }

    private List<Contract.Ignored> ignores(Fields file) {
        return file.list("ignores", List.of("topic", "payloads")).stream()
                .map(one -> new Contract.Ignored(topic(one, false), one.texts("payloads")))
                .toList();
    }

    private List<Contract.Press> presses(Fields file) {
        String missing = "a press needs the field expect, the message that it shall cause";
        return list(file, "presses", List.of("id", "pin", "prompt", "expect"), missing, "expect").stream()
                .map(this::press)
                .toList();
    }

    private Contract.Press press(Fields one) {
        Fields expect = one.fields("expect", ANSWER);
        int pin = one.number("pin", 0, 27, -1);
        return new Contract.Press(
                id(one),
                pin,
                one.has("prompt") || pin < 0 ? one.text("prompt") : "Press the button at GP" + pin,
                message(expect),
                expect.duration("within", limits.answer()));
    }

    private List<Contract.Periodic> reports(Fields file) {
        String missing = "a report needs the fields expect and every";
        return list(file, "reports", List.of("id", "every", "expect"), missing, "every", "expect").stream()
                .map(one -> new Contract.Periodic(
                        id(one), message(one.fields("expect", MESSAGE)), one.duration("every", Duration.ofSeconds(10))))
                .toList();
    }

    /** Those of a list that have the fields which each of them needs; of the others, the fault. */
    private static List<Fields> list(Fields file, String name, List<String> known, String missing, String... needed) {
        List<Fields> all = new ArrayList<>(file.list(name, known));
        all.stream().filter(one -> !one.hasAll(needed)).forEach(one -> one.fault(needed[0], missing));
        all.removeIf(one -> !one.hasAll(needed));
        return all;
    }

    private static String id(Fields fields) {
        return text(fields, "id", ID, "small letters, digits and \"-\", like toggle");
    }

    private static String text(Fields fields, String field, Pattern form, String right) {
        String text = fields.text(field);
        if (fields.has(field) && !form.matcher(text).matches()) {
            fields.fault(field, field + " must be " + right + ", but is \"" + text + "\"");
        }
        return text;
    }

    /** The defaults are fair to a Pico over Wi-Fi: some seconds to connect, a fraction of one to answer. */
    private static Contract.Limits limits(@Nullable Fields given) {
        return new Contract.Limits(
                limit(given, "connect", Duration.ofSeconds(60)),
                limit(given, "answer", Duration.ofSeconds(5)),
                limit(given, "quiet", Duration.ofSeconds(1)),
                limit(given, "settle", Duration.ofSeconds(3)),
                limit(given, "away", Duration.ofSeconds(8)),
                limit(given, "reconnect", Duration.ofSeconds(60)),
                limit(given, "person", Duration.ofSeconds(60)),
                limit(given, "press", Duration.ofSeconds(15)));
    }

    private static Duration limit(@Nullable Fields given, String name, Duration fallback) {
        return given == null ? fallback : given.duration(name, fallback);
    }
}
