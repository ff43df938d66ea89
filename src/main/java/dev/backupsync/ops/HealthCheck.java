package dev.backupsync.ops;

import java.util.List;

/** What is wrong with the process, one line each; empty while nothing is. */
@FunctionalInterface
public interface HealthCheck {
  List<String> problems();
}
