package dev.backupsync.veeam;

import dev.backupsync.http.RecentTrouble;
import dev.backupsync.http.SharedRequest;
import dev.backupsync.vendor.Lookup;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Requests one of the server's lists for many callers; without the list, they read what they need
 * alone.
 *
 * @param query reads the whole list
 */
record ListRequest<T>(Supplier<Lookup<T>> query) implements SharedRequest<Lookup<T>> {
  @Override
  public Lookup<T> send() {
    return query.get();
  }

  @Override
  public boolean isReusable(Lookup<T> answer) {
    return answer.isReusable();
  }

  @Override
  public Optional<Duration> trouble(Lookup<T> answer) {
    return answer.found().isPresent() ? Optional.empty() : Optional.of(RecentTrouble.MEMORY);
  }
}
