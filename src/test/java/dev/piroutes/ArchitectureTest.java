package dev.piroutes;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may use whom within a module, and which libraries: what the modules' poms cannot say. */
@AnalyzeClasses(
        packages = "dev.piroutes",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoHelpersOfTests.class})
class ArchitectureTest {

    /** Leaves out the jars of the modules' tests. */
    static final class NoHelpersOfTests implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    @ArchTest
    static final ArchRule ONLY_BOARD_AND_I2C_NAME_PI4J = noClasses()
            .that()
            .resideOutsideOfPackages("dev.piroutes.board..", "dev.piroutes.i2c..", "com.pi4j..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.pi4j..");

    @ArchTest
    static final ArchRule ONLY_MQTT_NAMES_PAHO = noClasses()
            .that()
            .resideOutsideOfPackage("dev.piroutes.mqtt..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.eclipse.paho..");

    @ArchTest
    static final ArchRule ONLY_BROKER_NAMES_ARTEMIS = noClasses()
            .that()
            .resideOutsideOfPackage("dev.piroutes.broker..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.activemq..", "org.apache.artemis..");

    @ArchTest
    static final ArchRule BOARD_KNOWS_NOBODY = noClasses()
            .that()
            .resideInAPackage("dev.piroutes.board..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.camel..",
                    "dev.piroutes.gpio..",
                    "dev.piroutes.mqtt..",
                    "dev.piroutes.broker..",
                    "dev.piroutes.page..",
                    "dev.piroutes.live..",
                    "dev.piroutes.cli..");

    @ArchTest
    static final ArchRule CHECK_NEEDS_NO_BROKER = noClasses()
            .that()
            .resideInAPackage("dev.piroutes.check..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.piroutes.broker..",
                    "dev.piroutes.live..",
                    "dev.piroutes.page..",
                    "dev.piroutes.test..",
                    "dev.piroutes.cli..");

    @ArchTest
    static final ArchRule SECURE_READS_TEXT_AND_WRITES_FILES = noClasses()
            .that()
            .resideInAPackage("dev.piroutes.secure..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.camel..",
                    "dev.piroutes.board..",
                    "dev.piroutes.gpio..",
                    "dev.piroutes.broker",
                    "dev.piroutes.live..",
                    "dev.piroutes.page..",
                    "dev.piroutes.test..",
                    "dev.piroutes.cli..");

    @ArchTest
    static final ArchRule SYSTEMD_KNOWS_NOBODY = noClasses()
            .that()
            .resideInAPackage("dev.piroutes.systemd..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.camel..",
                    "dev.piroutes.board..",
                    "dev.piroutes.gpio..",
                    "dev.piroutes.mqtt..",
                    "dev.piroutes.broker..",
                    "dev.piroutes.page..",
                    "dev.piroutes.live..",
                    "dev.piroutes.cli..");

    @ArchTest
    static final ArchRule ACCESS_KNOWS_NO_BROKER = noClasses()
            .that()
            .resideInAPackage("dev.piroutes.broker.access..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.piroutes.broker.mqtt..", "dev.piroutes.broker.guard..");

    @ArchTest
    static final ArchRule THE_PLUGIN_KNOWS_NO_EMBEDDED_BROKER = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.piroutes.broker.mqtt..",
                    "dev.piroutes.broker.guard..",
                    "dev.piroutes.broker.session..",
                    "dev.piroutes.broker.paging..",
                    "dev.piroutes.broker.access..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.piroutes.broker", "dev.piroutes.broker.repair..");

    @ArchTest
    static final ArchRule PAGE_KNOWS_THE_STATES_OF_DEVICES_PINS_AND_BROKER = noClasses()
            .that()
            .resideInAPackage("dev.piroutes.page..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.piroutes.broker.(*)..", "dev.piroutes.live..", "dev.piroutes.cli..");

    @ArchTest
    static final ArchRule WATCH_KNOWS_THE_STATES_OF_DEVICES_PINS_AND_BROKER = noClasses()
            .that()
            .resideInAPackage("dev.piroutes.watch..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.piroutes.board..",
                    "dev.piroutes.broker.(*)..",
                    "dev.piroutes.live..",
                    "dev.piroutes.page..",
                    "dev.piroutes.cli..");

    @ArchTest
    static final ArchRule DOCTOR_NEEDS_THE_JDK_AND_CERTIFICATES_ONLY = classes()
            .that()
            .resideInAPackage("dev.piroutes.doctor..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.piroutes.doctor..",
                    "dev.piroutes.tls..",
                    "dev.piroutes.files..",
                    "dev.piroutes.net..",
                    "dev.piroutes.source..",
                    "dev.piroutes.words..",
                    "java..",
                    "javax.net..",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule ONLY_WATCH_MEASURES = noClasses()
            .that()
            .resideOutsideOfPackage("dev.piroutes.watch..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.micrometer..", "io.prometheus..");

    @ArchTest
    static final ArchRule ONLY_BROKER_AND_VERIFY_SPEAK_MQTT_THROUGH_NETTY = noClasses()
            .that()
            .resideOutsideOfPackages("dev.piroutes.broker..", "dev.piroutes.verify..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty.channel..", "io.netty.handler..", "io.netty.bootstrap..");

    @ArchTest
    static final ArchRule LIVE_KNOWS_DEVICES_AND_PINS_ONLY = noClasses()
            .that()
            .resideInAPackage("dev.piroutes.live..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.piroutes.broker..", "dev.piroutes.page..", "dev.piroutes.cli..");

    @ArchTest
    static final ArchRule HOME_ASSISTANT_KNOWS_DEVICES_AND_PINS_ONLY = noClasses()
            .that()
            .resideInAPackage("dev.piroutes.homeassistant..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.piroutes.broker..",
                    "dev.piroutes.page..",
                    "dev.piroutes.live..",
                    "dev.piroutes.secure..",
                    "dev.piroutes.cli..");

    @ArchTest
    static final ArchRule ONLY_PAGE_NAMES_VERTX = noClasses()
            .that()
            .resideOutsideOfPackage("dev.piroutes.page..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.vertx..");

    @ArchTest
    static final ArchRule NOBODY_NEEDS_THE_COMMAND_LINE = classes()
            .that()
            .resideInAPackage("dev.piroutes.cli..")
            .should()
            .onlyHaveDependentClassesThat()
            .resideInAPackage("dev.piroutes.cli..");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("dev.piroutes.(*)..").should().beFreeOfCycles();
}
