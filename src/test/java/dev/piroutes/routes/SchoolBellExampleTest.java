package dev.piroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.piroutes.test.DeviceTest;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.component.quartz.QuartzComponent;
import org.junit.jupiter.api.Test;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.impl.matchers.GroupMatcher;

/** When the bell rings, as Quartz counts it, and what happens then. */
class SchoolBellExampleTest extends DeviceTest {

    SchoolBellExampleTest() {
        super("src/main/resources/examples/school-bell.camel.yaml");
    }

    private Scheduler scheduler() {
        return context.getComponent("quartz", QuartzComponent.class).getScheduler();
    }

    private JobKey job() throws SchedulerException {
        return scheduler().getJobKeys(GroupMatcher.anyGroup()).iterator().next();
    }

    @Test
    void ringsOnWeekdaysAtHalfPastSeven() throws SchedulerException {
        Trigger trigger = scheduler().getTriggersOfJob(job()).get(0);
        List<ZonedDateTime> week = Stream.iterate(trigger.getNextFireTime(), trigger::getFireTimeAfter)
                .limit(5)
                .map(Date::toInstant)
                .map(time -> time.atZone(ZoneId.systemDefault()))
                .toList();

        assertThat(week).extracting(ZonedDateTime::toLocalTime).containsOnly(LocalTime.of(7, 30));
        assertThat(week)
                .extracting(ZonedDateTime::getDayOfWeek)
                .containsExactlyInAnyOrder(
                        DayOfWeek.MONDAY, DayOfWeek.TUESDAY, DayOfWeek.WEDNESDAY, DayOfWeek.THURSDAY, DayOfWeek.FRIDAY);
    }

    @Test
    void thenItPublishes() throws SchedulerException {
        scheduler().triggerJob(job());

        await().untilAsserted(() -> expect("csc2106/school/bell", "RING", 1, false));
        expectNothingElse();
    }
}
