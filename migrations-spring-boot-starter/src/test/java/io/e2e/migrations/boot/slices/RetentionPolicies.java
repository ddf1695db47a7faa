package io.e2e.migrations.boot.slices;

import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface RetentionPolicies extends JpaRepository<RetentionPolicy, UUID> {

    Optional<RetentionPolicy> findByCategory(String category);
}
