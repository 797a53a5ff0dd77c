package dev.piroutes.page;

import java.io.IOException;
import java.io.Writer;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsonable;

/** Part of what a browser is sent that becomes JSON only then: most of it is never sent to anybody. */
interface WrittenLate extends Jsonable {
    JsonObject json();

    @Override
    default String toJson() {
        return json().toJson();
    }

    @Override
    default void toJson(Writer writer) throws IOException {
        json().toJson(writer);
    }
}
