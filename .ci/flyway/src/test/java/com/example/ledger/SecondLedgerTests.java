package com.example.ledger;

import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest(properties = "context=second")
class SecondLedgerTests extends LedgerTest {}
