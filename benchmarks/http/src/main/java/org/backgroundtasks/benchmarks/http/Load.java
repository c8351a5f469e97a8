package org.backgroundtasks.benchmarks.http;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What wrk saw, times in microseconds. */
record Load(
        @JsonProperty("requests") long requests,
        @JsonProperty("micros") long micros,
        @JsonProperty("p50") long p50,
        @JsonProperty("p99") long p99,
        @JsonProperty("errors") long errors) {

    double seconds() {
        return micros / 1e6;
    }

    double perSecond() {
        return requests / seconds();
    }
}
