package io.e2e.migrations.proof;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Data Storage catalog keeps what its headers promise. */
class CatalogProofTests {

    private static final Logger LOGGER = LoggerFactory.getLogger(CatalogProofTests.class);

    @Test
    void dataStorageCatalogIsProven() {
        ProofReport report = CatalogProof.of("classpath:db/e2e-migrations").verify();

        LOGGER.info("{}", report);
        assertThat(report.downs()).isEqualTo(report.migrations());
    }
}
