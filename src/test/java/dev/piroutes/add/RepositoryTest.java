package dev.piroutes.add;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryTest {

    @ParameterizedTest
    @CsvSource({
        "https://repo.example/maven2,          https://repo.example/maven2,  ,    ",
        "http://ann:pw@127.0.0.1:8081/r/,      http://127.0.0.1:8081/r/,     ann, pw",
        "http://ann@repo.example/ann/,         http://repo.example/ann/,     ann, ''",
        "https://ann:a%3Ab%40c+d@repo.example, https://repo.example,         ann, a:b@c+d",
        "file:///srv/maven,                    file:///srv/maven,            ,    "
    })
    void theUserIsNotPartOfTheUrl(String text, String url, String name, String password) {
        Repository repository = Repository.of(text);

        assertThat(repository).hasToString(url);
        assertThat(repository.user()).isEqualTo(name == null ? null : new UserInfo(name, password));
        assertThat(String.valueOf(repository.user())).doesNotContain("pw", "a:b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "repo.example",
                "http://",
                "http://ann:sec/ret@repo.example/",
                "http://ann:sec@ret@repo.example/",
                "http://ann:se@c/ret@repo.example/",
                "http://ann:sec ret@repo.example/",
                "http://ann:sec%zzret@repo.example/",
                "ann:secret@repo.example"
            })
    void whatIsNoneIsRefusedWithoutBeingShown(String text) {
        assertThatThrownBy(() -> Repository.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("https://name:password@host/path")
                .hasMessageNotContainingAny("sec", "ret@");
    }

    @Test
    void nothingOfAPasswordIsInTheTextOfARepository() {
        assertThat(Repository.of("https://ann:secret@repo.example/x").toString())
                .doesNotContain("secret", "ann");
    }
}
