package com.example.ledger;

import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest(properties = "context=first")
class FirstLedgerTests extends LedgerTest {}
