package com.example.ledger;

import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest(properties = "context=third")
class ThirdLedgerTests extends LedgerTest {}
