package com.example.consumer;

import java.util.List;
import java.util.UUID;
import org.springframework.data.repository.Repository;

interface PolicyRows extends Repository<PolicyRow, UUID> {

    List<PolicyRow> findAll();
}
