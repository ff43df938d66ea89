package dev.backupsync.simulator;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What goes wrong with one exchange. Unless it says otherwise, the vendor does none of the work
 * that was asked for.
 */
public sealed interface Fault {
  /** The connection ends without an answer. */
  record Reset() implements Fault {}

  /** Nothing is done and nothing is answered, for as long as the other side waits. */
  record Silence() implements Fault {}

  /** Answers this instead. */
  record Answer(Reply reply) implements Fault {}

  /** The work is done and answered genuinely, but only after this time. */
  record Latency(Duration delay) implements Fault {}

  /** The work is begun only after this time, also where nobody waits for it any more. */
  record Late(Duration delay) implements Fault {}

  /** The work is done, and its answer breaks off in the middle of the body. */
  record Truncated() implements Fault {}

  /** 200 with a JSON string of so many bytes. */
  record Flood(long bytes) implements Fault {}

  /** 200 at once, then one byte of JSON per gap, without an end. */
  record Dribble(Duration gap) implements Fault {}

  /** The work is done; then its answer is lost or replaced by what the inner fault says. */
  record AfterProcessing(Fault then) implements Fault {}

  /** The work is done, and its answer is changed on the way. */
  record Changed(UnaryOperator<Reply> change) implements Fault {}

  /** Whatever is the fault once the call is there: for what depends on the time. */
  record Made(Supplier<Fault> fault) implements Fault {}

  /**
   * The work is done and answered genuinely. Before that the listener is closed, for good or for
   * another one with this certificate, and the connection ends with the answer: so it is the next
   * call, and no other, that finds nobody, or somebody else.
   */
  record LastOne(Optional<Identity> successor) implements Fault {}

  static Fault status(int status) {
    return new Answer(Reply.empty(status));
  }

  static Fault status(int status, String json) {
    return new Answer(Reply.text(status, "application/json; charset=utf-8", json));
  }

  /** A page as proxies and gateways send it. */
  static Fault html(int status) {
    var page =
        "<html><head><title>%1$d</title></head><body><h1>%1$d</h1></body></html>".formatted(status);
    return new Answer(Reply.text(status, "text/html; charset=utf-8", page));
  }

  /** 200 and valid JSON that claims to be something else. */
  static Fault wrongType(String contentType) {
    return new Answer(Reply.text(200, contentType, "{}"));
  }

  /** 429 or 503 with Retry-After in seconds. */
  static Fault retryAfter(int status, Duration delay) {
    return new Answer(Reply.empty(status).with("Retry-After", Long.toString(delay.toSeconds())));
  }

  /** 429 or 503 with Retry-After as an HTTP date. */
  static Fault retryAt(int status, Instant time) {
    var date = DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
    return new Answer(Reply.empty(status).with("Retry-After", date));
  }

  /** The genuine answer, with every value of another type than it should be. */
  static Fault wrongTypes() {
    return new Changed(Distortion::ofTypes);
  }

  /** The genuine answer, with every value null. */
  static Fault nulls() {
    return new Changed(Distortion::toNulls);
  }

  static Fault redirect(URI elsewhere) {
    return new Answer(Reply.empty(307).with("Location", elsewhere.toString()));
  }

  /** The work is done, and nobody hears of it. */
  static Fault lostAnswer() {
    return new AfterProcessing(new Reset());
  }

  /** A body without an end. */
  static Fault endless() {
    return new Flood(Long.MAX_VALUE);
  }
}
