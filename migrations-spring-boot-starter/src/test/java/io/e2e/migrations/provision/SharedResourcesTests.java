package io.e2e.migrations.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.e2e.migrations.provision.SharedResources.Lease;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedResourcesTests {

    private final SharedResources<String, Recorded> resources = new SharedResources<>();
    private final List<Recorded> opened = new ArrayList<>();

    private Lease<Recorded> acquire(String key) {
        return this.resources.acquire(key, () -> {
            Recorded resource = new Recorded();
            this.opened.add(resource);
            return resource;
        });
    }

    @Test
    void acquireWhenKeyIsTheSameSharesTheResource() {
        assertThat(acquire("a").resource()).isSameAs(acquire("a").resource());
        assertThat(acquire("b").resource()).isSameAs(this.opened.get(1));
        assertThat(this.resources.open()).isEqualTo(2);
    }

    @Test
    void closeWhenOtherLeasesAreOpenKeepsTheResource() {
        Lease<Recorded> first = acquire("a");
        Lease<Recorded> second = acquire("a");

        first.close();
        first.close();
        assertThat(first.isClosed()).isTrue();
        assertThat(second.resource().closings).isZero();
        second.close();
        assertThat(second.resource().closings).isEqualTo(1);
        assertThat(this.resources.open()).isZero();
    }

    @Test
    void acquireWhenResourceWasClosedOpensAnother() {
        acquire("a").close();

        assertThat(acquire("a").resource()).isSameAs(this.opened.get(1));
    }

    @Test
    void acquireWhenResourceIsNotUsableReplacesIt() {
        Lease<Recorded> old = acquire("a");
        old.resource().usable = false;
        Lease<Recorded> replacement = acquire("a");
        assertThat(old.resource().closings).isEqualTo(1);
        assertThat(replacement.resource()).isNotSameAs(old.resource());

        old.close();
        assertThat(replacement.resource().closings).isZero();
        assertThat(acquire("a").resource()).isSameAs(replacement.resource());
    }

    @Test
    void acquireWhenOpeningFailsLeavesNothing() {
        IllegalStateException failure = new IllegalStateException("no room");

        assertThatThrownBy(() -> this.resources.acquire("a", () -> {
                    throw failure;
                }))
                .isSameAs(failure);
        assertThat(this.resources.open()).isZero();
    }

    private static final class Recorded implements SharedResources.Resource {

        private boolean usable = true;
        private int closings;

        @Override
        public boolean isUsable() {
            return this.usable;
        }

        @Override
        public void close() {
            this.closings++;
        }
    }
}
