package com.example.reactive;

import org.springframework.data.repository.reactive.ReactiveCrudRepository;

interface Policies extends ReactiveCrudRepository<Policy, Integer> {}
