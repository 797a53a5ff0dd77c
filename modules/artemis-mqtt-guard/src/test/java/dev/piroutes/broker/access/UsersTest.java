package dev.piroutes.broker.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When files that have changed are taken. */
class UsersTest {
    private static final Account LAMP = new Account("lamp", Role.DEVICES, Accounts.hash("secret"));
    private static final Account FAN = new Account("fan", Role.DEVICES, Accounts.hash("other"));

    @TempDir
    Path folder;

    private final Users users = new Users();

    @BeforeEach
    void begin() throws IOException {
        accounts(LAMP, FAN);
        permissions(Rights.of(List.of("a", "b"), List.of()));
        users.init(Map.of("dir", folder.toString()));
        users.look();
    }

    @Test
    void takesFilesThatChangeOneAfterTheOtherTogether() throws IOException {
        accounts(LAMP);
        users.look();
        assertThat(users.book().accounts().all()).as("while more may come").hasSize(2);

        permissions(Rights.of(List.of("a"), List.of()));
        users.look();
        assertThat(users.book().rightsOf(LAMP, "lamp").read()).hasSize(2);
        assertThat(users.book().accounts().all()).hasSize(2);

        users.look();

        assertThat(users.book().rightsOf(LAMP, "lamp").read()).containsExactly("a");
        assertThat(users.book().accounts().all()).containsExactly(LAMP);
    }

    @Test
    void staysAsItWasUntilAFileIsMended() throws IOException {
        Files.writeString(folder.resolve(Permissions.FILE), "user lamp\ntopic everything\n");
        users.look();
        users.look();
        assertThat(users.problem()).hasValueSatisfying(problem -> assertThat(problem)
                .contains("line 2", "until it is mended what was holds"));
        assertThat(users.book().rightsOf(LAMP, "lamp").read()).hasSize(2);

        permissions(Rights.of(List.of("a"), List.of()));
        users.look();
        users.look();

        assertThat(users.problem()).isEmpty();
        assertThat(users.book().rightsOf(LAMP, "lamp").read()).hasSize(1);
    }

    /** Appliances come with ids that nobody can change. */
    @Test
    void anIdIsOfWhoIsCalledSoThenOfWhomItIsListedAtThenOfWhoseNameItBeginsWith() {
        Account plug = new Account("plug", Role.APPLIANCES, "");
        Account alice = new Account("alice", Role.PEOPLE, "");
        Users.Book book = new Users.Book(
                new Accounts(List.of(LAMP, FAN, plug, alice)),
                Permissions.parse(
                        "f",
                        List.of(
                                "user plug",
                                "clientid shelly-1",
                                "clientid alice-plug",
                                "clientid fan",
                                "user lamp",
                                "clientid shelly-1")));

        assertThat(book.mayBe(plug, "shelly-1")).isTrue();
        assertThat(book.mayBe(LAMP, "shelly-1")).as("listed at both").isTrue();
        assertThat(book.mayBe(alice, "shelly-1")).isFalse();
        assertThat(book.mayBe(plug, "plug")).isTrue();
        assertThat(book.mayBe(plug, "plug-2"))
                .as("of its maker's, listed or not at all")
                .isFalse();
        assertThat(book.mayBe(plug, "")).isFalse();
        assertThat(book.mayBe(plug, "alice-plug")).isTrue();
        assertThat(book.mayBe(alice, "alice-plug")).isFalse();
        assertThat(book.mayBe(alice, "alice-2")).isTrue();
        assertThat(book.mayBe(plug, "fan")).as("another's name").isFalse();
        assertThat(book.mayBe(FAN, "fan")).isTrue();
    }

    private void accounts(Account... all) throws IOException {
        Accounts accounts = new Accounts(List.of(all));
        replace(Accounts.ROLES, accounts.rolesText());
        replace(Accounts.USERS, accounts.usersText());
    }

    private void permissions(Rights lamp) throws IOException {
        replace(Permissions.FILE, new Permissions(Map.of(LAMP.name(), lamp)).text());
    }

    /** The time of a file that is written twice within a tick of the kernel's clock would be the same. */
    private void replace(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        FileTime before = Files.exists(file) ? Files.getLastModifiedTime(file) : null;
        Files.writeString(file, text);
        if (before != null) {
            Files.setLastModifiedTime(file, FileTime.fromMillis(before.toMillis() + 1_000));
        }
    }
}
