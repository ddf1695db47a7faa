package io.e2e.migrations.boot.slices;

import org.springframework.data.repository.ListCrudRepository;

interface Notifications extends ListCrudRepository<Notification, Long> {}
