package dev.piroutes.check;

import dev.piroutes.files.Reason;
import dev.piroutes.source.Suggestion;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.component.bean.MethodNotFoundException;
import org.apache.camel.model.BeanFactoryDefinition;
import org.apache.camel.model.Model;

/** What was probably meant, where Camel only says which name it does not know. */
final class Meant {

    private Meant() {}

    /** {@code ; did you mean …?}, to append to what is said of the failure; empty if nothing is near. */
    static String of(Throwable failure, CamelContext context) {
        Throwable root = Reason.innermost(failure);
        if (root instanceof NoSuchBeanException bean) {
            return Suggestion.didYouMean(bean.getName(), beans(context));
        }
        if (root instanceof ClassNotFoundException) {
            return ClassNames.didYouMean(String.valueOf(root.getMessage()), context);
        }
        if (root instanceof MethodNotFoundException method && method.getBean() != null) {
            return Suggestion.didYouMean(
                    method.getMethodName(),
                    Arrays.stream(method.getBean().getClass().getMethods())
                            .map(Method::getName)
                            .toList());
        }
        return "";
    }

    private static List<String> beans(CamelContext context) {
        return context.getCamelContextExtension().getContextPlugin(Model.class).getCustomBeans().stream()
                .map(BeanFactoryDefinition::getName)
                .toList();
    }
}
