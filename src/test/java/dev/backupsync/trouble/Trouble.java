package dev.backupsync.trouble;

import dev.backupsync.simulator.Certificates;
import dev.backupsync.simulator.Fault;
import dev.backupsync.simulator.Fault.AfterProcessing;
import dev.backupsync.simulator.ForeignHost;
import dev.backupsync.simulator.Identity;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** What can go wrong with a call, in the words of the table. */
@SuppressWarnings("ImmutableEnumChecker") // a fault is a value
enum Trouble {
  REFUSED("connection refused", Optional.empty()),
  RESET("reset, nothing done", new Fault.Reset()),
  LOST("reset, work done", Fault.lostAnswer()),
  TIME_OUT("no answer in time, work done", new Fault.Latency(Duration.ofHours(1))),
  SLOW_LORIS("slow-loris, nothing done", new Fault.Dribble(Duration.ofMillis(20))),
  S400("400", Fault.status(400)),
  S401("401", Fault.status(401)),
  S403("403", Fault.status(403)),
  S404("404", Fault.status(404)),
  S408("408", Fault.status(408)),
  S409("409", Fault.status(409)),
  S429("429", Fault.status(429)),
  S429_SECONDS("429, Retry-After: 90", Fault.retryAfter(429, Duration.ofSeconds(90))),
  S429_DATE("429, Retry-After: a date", 429, Duration.ofSeconds(90)),
  S429_ZERO("429, Retry-After: 0", Fault.retryAfter(429, Duration.ZERO)),
  S503("503", Fault.status(503)),
  S503_SECONDS("503, Retry-After: 90", Fault.retryAfter(503, Duration.ofSeconds(90))),
  S503_DATE("503, Retry-After: a date", 503, Duration.ofSeconds(90)),
  S503_PAST("503, Retry-After: a date gone by", 503, Duration.ofSeconds(-90)),
  S500("500, nothing done", Fault.status(500)),
  S500_DONE("500, work done", new AfterProcessing(Fault.status(500))),
  S502("502 with HTML", Fault.html(502)),
  TRUNCATED("body cut off", new Fault.Truncated()),
  HUGE("body of 100 MB", new AfterProcessing(new Fault.Flood(100_000_000))),
  ENDLESS("endless body", new AfterProcessing(Fault.endless())),
  EMPTY("200 without a body", new AfterProcessing(Fault.status(200))),
  HTML("200 with HTML", new AfterProcessing(Fault.html(200))),
  HTML_NOT_DONE("200 with HTML, nothing done", Fault.html(200)),
  CONTENT_TYPE(
      "wrong content type", new Fault.Changed(reply -> reply.with("Content-Type", "text/plain"))),
  WRONG_TYPES("wrong JSON types", Fault.wrongTypes()),
  NULLS("nulls everywhere", Fault.nulls()),
  REDIRECT("redirect to another host", redirect()),
  UNKNOWN_CA("certificate of an unknown CA", Certificates.untrusted()),
  EXPIRED("expired certificate", Certificates.shared().expired()),
  WRONG_NAME("certificate of another name", Certificates.shared().wrongName());

  /** How it is brought about. */
  sealed interface Way {
    /** At the struck call itself. */
    record AtTheCall(Function<Supplier<Instant>, Fault> fault) implements Way {}

    /** Before the struck call finds a listener: there is none, or one with this certificate. */
    record AtTheDoor(Optional<Identity> instead) implements Way {}
  }

  final String title;
  final Way way;

  Trouble(String title, Fault fault) {
    this.title = title;
    this.way = new Way.AtTheCall(_ -> fault);
  }

  /**
   * With a Retry-After date that is so far from now, by the clock that the operator measures it.
   */
  Trouble(String title, int status, Duration fromNow) {
    this.title = title;
    this.way =
        new Way.AtTheCall(
            now -> new Fault.Made(() -> Fault.retryAt(status, now.get().plus(fromNow))));
  }

  Trouble(String title, Identity instead) {
    this(title, Optional.of(instead));
  }

  Trouble(String title, Optional<Identity> instead) {
    this.title = title;
    this.way = new Way.AtTheDoor(instead);
  }

  /** Whoever waits for the end of the answer gives up by its own time limit. */
  boolean isSlow() {
    return this == TIME_OUT || this == SLOW_LORIS;
  }

  boolean isOfTheCertificate() {
    return way instanceof Way.AtTheDoor(var instead) && instead.isPresent();
  }

  private static Fault redirect() {
    return Fault.redirect(Elsewhere.HOST.url().resolve("/elsewhere"));
  }

  /** Where redirects lead. */
  static final class Elsewhere {
    static final ForeignHost HOST = ForeignHost.started();

    private Elsewhere() {}
  }
}
