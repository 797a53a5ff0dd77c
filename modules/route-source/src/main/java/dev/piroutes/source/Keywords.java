package dev.piroutes.source;

import java.util.Map;
import java.util.Set;

/** Words of Camel's YAML that a reader treats alike. */
final class Keywords {

    /** The steps that name an endpoint by its URI. */
    static final Set<String> ENDPOINTS =
            Set.of("from", "to", "toD", "wireTap", "poll", "kamelet", "interceptFrom", "interceptSendToEndpoint");

    /** The steps that change body or headers, or may. */
    static final Set<String> REWRITING = Set.of(
            "setBody",
            "setHeader",
            "setHeaders",
            "transform",
            "convertBodyTo",
            "marshal",
            "unmarshal",
            "process",
            "bean",
            "script",
            "enrich",
            "pollEnrich",
            "poll",
            "aggregate",
            "split",
            "claimCheck",
            "dynamicRouter",
            "loadBalance",
            "recipientList",
            "resequence",
            "routingSlip",
            "sort",
            "transformDataType");

    /** The steps after which a message may go no further. */
    static final Set<String> ENDING = Set.of(
            "bean",
            "process",
            "rollback",
            "sample",
            "script",
            "stop",
            "throttle",
            "throwException",
            "unmarshal",
            "validate");

    /** What a loop is called whose expression is a condition: {@code doWhile} stands in it. */
    static final String LOOP_WHILE = "loop doWhile";

    /** The steps whose expression is a condition. */
    static final Set<String> CONDITIONS = Set.of(
            "when",
            "filter",
            "validate",
            "onWhen",
            "retryWhile",
            "handled",
            "continued",
            "completionPredicate",
            LOOP_WHILE);

    /** The steps whose URI and options are expressions of simple, where nothing says otherwise. */
    static final Set<String> DYNAMIC = Set.of("toD", "wireTap");

    /** The text that is one, too, of the steps that have one. */
    static final Map<String, String> MESSAGES = Map.of("log", "message", "throwException", "message");

    /** Camel's languages whose keyword may stand for an expression. */
    static final Set<String> LANGUAGES = Set.of(
            "constant",
            "csimple",
            "datasonnet",
            "exchangeProperty",
            "groovy",
            "header",
            "java",
            "joor",
            "jq",
            "js",
            "jsonpath",
            "mvel",
            "ognl",
            "python",
            "simple",
            "spel",
            "tokenize",
            "variable",
            "wasm",
            "xpath",
            "xquery");

    private Keywords() {}
}
