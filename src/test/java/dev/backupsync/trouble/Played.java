package dev.backupsync.trouble;

import java.time.Duration;
import java.util.List;

/**
 * How a play went.
 *
 * @param outcome what came of the call that was struck first
 * @param during the states and reasons since then and before the end, each once
 * @param end the state and reason at the end
 * @param over whether the run ended, rather than waits
 * @param took from the first blow to the end
 * @param attempts of all runs
 * @param posts starts that were sent
 * @param accepted starts that the vendor accepted
 * @param calls those of the kind that was struck
 * @param recovered whether a run asked for after the trouble succeeded
 * @param mostAtOnce runs at the vendor
 * @param longestBody bytes that the vendor sent before the operator hung up
 */
record Played(
    String outcome,
    List<String> during,
    String end,
    boolean over,
    Duration took,
    int attempts,
    int posts,
    int accepted,
    int calls,
    boolean recovered,
    int mostAtOnce,
    long longestBody) {}
