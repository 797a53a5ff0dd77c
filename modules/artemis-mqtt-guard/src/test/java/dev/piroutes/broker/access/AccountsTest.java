package dev.piroutes.broker.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountsTest {

    private final Accounts accounts = new Accounts(List.of(
            new Account("al", Role.PEOPLE, Accounts.hash("secret")),
            new Account("al-lamp", Role.DEVICES, Accounts.hash("other")),
            new Account("Page", Role.PAGES, Accounts.hash("third"))));

    @TempDir
    Path folder;

    @Test
    void readsWhatItWritesAndKnowsThePasswords() throws IOException {
        Files.writeString(folder.resolve(Accounts.USERS), accounts.usersText());
        Files.writeString(folder.resolve(Accounts.ROLES), accounts.rolesText());

        Accounts read = Accounts.read(folder);

        assertThat(read.all()).containsExactlyElementsOf(accounts.all());
        assertThat(read.verify("al", "secret".toCharArray())).isTrue();
        assertThat(read.verify("al", "other".toCharArray())).isFalse();
        assertThat(read.verify("nobody", "".toCharArray())).isFalse();
        assertThat(accounts.usersText()).doesNotContain("secret");
        assertThat(read.of("al").orElseThrow().toString()).doesNotContain("ENC");
    }

    @Test
    void bindsClientIdsToTheirUsers() {
        Account person = accounts.of("al").orElseThrow();
        Account device = accounts.of("al-lamp").orElseThrow();

        assertThat(person.mayBe("al")).isTrue();
        assertThat(person.mayBe("al-1")).isTrue();
        assertThat(person.mayBe("")).isTrue();
        assertThat(person.mayBe("alice")).isFalse();
        assertThat(device.mayBe("al-lamp")).isTrue();
        assertThat(device.mayBe("al-lamp-2")).isFalse();
        assertThat(device.mayBe("")).isFalse();
        assertThat(accounts.owner("al-lamp")).contains(device);
        assertThat(accounts.owner("al-phone")).contains(person);
        assertThat(accounts.owner("x")).isEmpty();
    }

    @Test
    void saysWhatIsWrongInAFile() throws IOException {
        Files.writeString(folder.resolve(Accounts.ROLES), "devices = A\n");
        Files.writeString(folder.resolve(Accounts.USERS), "A = plain\n");
        assertThatThrownBy(() -> Accounts.read(folder))
                .hasMessageEndingWith("the password of A is not hashed: pi-routes secure makes it so");

        Files.writeString(folder.resolve(Accounts.USERS), "B = ENC(1024:00:00)\n");
        assertThatThrownBy(() -> Accounts.read(folder)).hasMessageEndingWith("B has no role");

        Files.writeString(folder.resolve(Accounts.ROLES), "admins = A\n");
        assertThatThrownBy(() -> Accounts.read(folder))
                .hasMessageEndingWith("there is no role \"admins\"; there are devices, pages, appliances, people");
    }
}
