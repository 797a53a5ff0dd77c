package dev.piroutes.test;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.TestInstancePostProcessor;

/** Prints which steps a test class has run, and at the end of the run which steps no class has. */
final class CoverageReport implements TestInstancePostProcessor, AfterAllCallback {

    private static final Namespace NAMESPACE = Namespace.create(CoverageReport.class);

    /** Of all classes; JUnit closes it at the end of the run. */
    private static final class Total implements AutoCloseable {
        private final Coverage coverage = new Coverage();

        @Override
        public void close() {
            System.out.println(coverage.summary());
        }
    }

    private static Coverage of(ExtensionContext testClass) {
        return testClass
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(testClass.getRequiredTestClass(), key -> new Coverage(), Coverage.class);
    }

    @Override
    public void postProcessTestInstance(Object test, ExtensionContext context) {
        if (test instanceof DeviceTest deviceTest) {
            deviceTest.count(of(context));
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Coverage coverage = of(context);
        coverage.table(context.getRequiredTestClass().getSimpleName()).forEach(System.out::println);
        context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(Total.class, key -> new Total(), Total.class)
                .coverage
                .add(coverage);
    }
}
