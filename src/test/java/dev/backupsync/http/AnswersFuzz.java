package dev.backupsync.http;

import static dev.backupsync.hostile.TextAssertions.holds;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.backupsync.hostile.TextAssertions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** Bodies, texts and headers that come over the wire are read without harm. */
class AnswersFuzz {
  private static final RetryAfter RETRY_AFTER =
      new RetryAfter(InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z")));

  @FuzzTest
  void everyReader(byte[] input) {
    var _ = ReadBody.read(input);
    condensed(input);
    var text = new String(input, StandardCharsets.UTF_8);
    var line = Redactor.of(text);
    TextAssertions.line(line, Redactor.MAX);
    TextAssertions.line(Redactor.of(line), Redactor.MAX);
    holds(!line.isEmpty(), "something is always said");
    RETRY_AFTER
        .read(text)
        .ifPresent(wait -> holds(!wait.isNegative() && wait.compareTo(RetryAfter.MAX) <= 0, text));
  }

  /** Whatever arrives as a list comes to an end. */
  private static void condensed(byte[] input) {
    var list = new FilteredJsonBody(Set.of("id", "results"));
    list.onNext(List.of(ByteBuffer.wrap(input)));
    list.onComplete();
    var _ = list.getBody().toCompletableFuture().join();
  }
}
