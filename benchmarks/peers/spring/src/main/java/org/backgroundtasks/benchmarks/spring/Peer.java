package org.backgroundtasks.benchmarks.spring;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.scheduling.annotation.EnableAsync;

/** Spring Boot with its own executor, on platform threads or, by its own property, on virtual ones. */
@SpringBootApplication
@EnableAsync
public class Peer {

    public static void main(String[] arguments) {
        SpringApplication.run(Peer.class, arguments);
    }
}
