package com.example.reactive;

import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
class ReactiveApplication {}
