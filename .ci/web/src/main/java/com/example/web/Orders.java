package com.example.web;

import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class Orders {

    @GetMapping("/order")
    Order order() {
        return Order.sample();
    }

    @GetMapping("/text")
    String text(@RequestParam int number) {
        return "number " + number;
    }

    @PostMapping("/order")
    Order add(@RequestBody Order order) {
        return order;
    }

    @PostMapping("/map")
    Map<String, Object> add(@RequestBody Map<String, Object> map) {
        return map;
    }

    @GetMapping("/failure")
    String failure() {
        throw new IllegalStateException("broken");
    }
}
