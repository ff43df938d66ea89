package dev.backupsync.statemachine;

import java.time.Duration;

/**
 * How patient a spec asks the operator to be: reckoned from the product's page, not from its code.
 */
final class Patience {
  private final World world;

  Patience(World world) {
    this.world = world;
  }

  /** Further attempts after the first. */
  int limit() {
    return world.wish().settings().retryLimit();
  }

  /** The shortest wait after so many attempts: doubled with each, up to the maximum. */
  Duration beforeRetry(int attempts) {
    var settings = world.wish().settings();
    var wait = settings.retryInterval();
    for (var i = 1; i < attempts; i++) {
      wait = wait.plus(wait);
    }
    return wait.compareTo(settings.retryMaxInterval()) < 0 ? wait : settings.retryMaxInterval();
  }

  Duration timeout() {
    return world.wish().settings().timeout();
  }

  /** How old the time may be that status tells of the last look: a twentieth, a minute at least. */
  Duration beat() {
    return longer(timeout().dividedBy(20), Duration.ofMinutes(1));
  }

  /**
   * How long a run is looked at after nobody could see it: a tenth, 30 s at least, 10 min at most.
   */
  Duration grace() {
    var timeout = world.wish().settings().timeout();
    return Duration.ofSeconds(Math.clamp(timeout.toSeconds() / 10, 30, 600));
  }

  static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
