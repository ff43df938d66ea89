package dev.backupsync.azure;

import dev.backupsync.http.Exchange;
import dev.backupsync.http.TrafficListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what a traffic listener is told. */
public final class Heard implements TrafficListener {
  private final List<String> operations = new CopyOnWriteArrayList<>();
  private final List<Boolean> logins = new CopyOnWriteArrayList<>();

  @Override
  public void exchanged(String operation, Exchange exchange, Duration took) {
    operations.add(operation);
  }

  @Override
  public void loggedIn(boolean success) {
    logins.add(success);
  }

  public List<String> operations() {
    return List.copyOf(operations);
  }

  public List<Boolean> logins() {
    return List.copyOf(logins);
  }
}
