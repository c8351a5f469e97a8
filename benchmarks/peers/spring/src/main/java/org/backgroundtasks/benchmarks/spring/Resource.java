package org.backgroundtasks.benchmarks.spring;

import static org.springframework.http.MediaType.TEXT_PLAIN_VALUE;

import org.springframework.boot.SpringBootVersion;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The requests. */
@RestController
public class Resource {

    private final Work work;

    Resource(Work work) {
        this.work = work;
    }

    @GetMapping(path = "/plain", produces = TEXT_PLAIN_VALUE)
    public String plain() {
        return "accepted";
    }

    @GetMapping(path = "/task", produces = TEXT_PLAIN_VALUE)
    public String task() {
        work.run();
        return "accepted";
    }

    @GetMapping(path = "/task/sleeping", produces = TEXT_PLAIN_VALUE)
    public String sleeping(@RequestParam(name = "millis", defaultValue = "50") long millis)
            throws InterruptedException {
        work.sleep(millis);
        return "accepted";
    }

    @GetMapping(path = "/completed", produces = TEXT_PLAIN_VALUE)
    public String completed() {
        return Long.toString(work.completed());
    }

    @GetMapping(path = "/version", produces = TEXT_PLAIN_VALUE)
    public String version() {
        return "Spring Boot " + SpringBootVersion.getVersion();
    }
}
