package dev.piroutes.json;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A record as JSON: an object with the record's components, in their order. */
public final class Json {
    private Json() {}

    /** A map that any JSON library writes as an object, and that may be changed. Records in it are maps too, enums names. */
    public static Map<String, @Nullable Object> of(Record record) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            try {
                Method value = component.getAccessor();
                value.setAccessible(true); // the record may be its package's own
                json.put(component.getName(), value(value.invoke(record)));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        return json;
    }

    private static @Nullable Object value(@Nullable Object value) {
        return value instanceof Record record
                ? of(record)
                : value instanceof Enum<?> word
                        ? word.name()
                        : value instanceof Collection<?> all
                                ? all.stream().map(Json::value).toList()
                                : value;
    }
}
