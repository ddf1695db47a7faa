package com.example.datastorage;

import java.util.List;

/**
 * A page of what was found, newest first.
 *
 * @param total how many events there are on all pages
 */
record EventPage(long total, int limit, int offset, List<AuditEvent> events) {}
