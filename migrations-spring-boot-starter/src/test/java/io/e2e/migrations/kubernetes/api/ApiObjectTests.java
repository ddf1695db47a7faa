package io.e2e.migrations.kubernetes.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiObjectTests {

    private static final String POD = "pods 'pg-0' in namespace e2e";

    @Test
    void fieldsAreReadByPathAndUnknownOnesAreIgnored() {
        ApiObject pod = read("""
                {"kind": "Pod", "metadata": {"name": "pg-0", "namespace": "e2e", "labels": {"app": "pg", "none": null}},
                 "status": {"ready": true, "count": 3, "unknown": [[1], {}]}, "items": [{"name": "a"}, {"name": "b"}]}
                """);

        assertThat(pod.name()).isEqualTo("pg-0");
        assertThat(pod.namespace()).isEqualTo("e2e");
        assertThat(pod.texts("metadata", "labels")).hasSize(1).containsEntry("app", "pg");
        assertThat(pod.isTrue("status", "ready")).isTrue();
        assertThat(pod.number("status", "count")).isEqualTo(3);
        assertThat(pod.objects("items")).extracting(item -> item.text("name")).containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"status\": null}", "{\"status\": {}}", "{\"status\": {\"field\": null}}"})
    void fieldWhenMissingOrNullIsEmpty(String json) {
        ApiObject pod = read(json);

        assertThat(pod.has("status", "field")).isFalse();
        assertThat(pod.text("status", "field")).isNull();
        assertThat(pod.number("status", "field")).isNull();
        assertThat(pod.isTrue("status", "field")).isFalse();
        assertThat(pod.object("status", "field").fields()).isEmpty();
        assertThat(pod.objects("status", "field")).isEmpty();
        assertThat(pod.texts("status", "field")).isEmpty();
    }

    @Test
    void fieldWhenOfAnotherTypeThrows() {
        ApiObject pod =
                read("{\"metadata\": {\"name\": 7}, \"spec\": \"s3cret\", \"status\": [{\"ready\": \"s3cret\"}, 1]}");

        assertThatThrownBy(pod::name)
                .isInstanceOf(UnexpectedAnswerException.class)
                .hasMessage("The API server's answer cannot be read: metadata.name of " + POD + " is not a text.\n"
                        + "Action: Look at the object with: kubectl get -o yaml\n"
                        + "If it is right there, a proxy between here and the API server may have changed the answer.");
        assertThatThrownBy(pod::namespace).hasMessageContaining("metadata.namespace of " + POD + " is missing.");
        assertThatThrownBy(() -> pod.objects("spec")).hasMessageContaining("spec of " + POD + " is not a list.");
        assertThatThrownBy(() -> pod.number("spec")).hasMessageContaining("spec of " + POD + " is not an integer.");
        assertThatThrownBy(() -> pod.object("spec")).hasMessageContaining("spec of " + POD + " is not an object.");
        assertThatThrownBy(() -> pod.objects("spec", "containers"))
                .hasMessageContaining("what contains spec.containers of " + POD + " is not an object.");
        assertThatThrownBy(() -> pod.objects("status"))
                .hasMessageContaining("status[1] of " + POD + " is not an object.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"<html>s3cret</html>", "''", "null", "[]", "7", "{\"password\": s3cret}"})
    void parseWhenAnswerIsNoObjectThrowsAndQuotesNothing(String answer) {
        assertThatThrownBy(() -> read(answer))
                .isInstanceOf(UnexpectedAnswerException.class)
                .hasNoCause()
                .hasMessageStartingWith(
                        "The API server's answer cannot be read: " + POD + " is not an object in JSON.");
    }

    @Test
    void objectShowsNoField() {
        assertThat(read("{\"data\": {\"password\": \"s3cret\"}}")).hasToString(POD);
    }

    private static ApiObject read(String json) {
        return ApiObject.parse(POD, json);
    }
}
