package dev.backupsync.ops;

import dev.backupsync.connection.WatchState;
import java.util.List;

/** All watches on the API server that the process depends on. */
@FunctionalInterface
public interface Watches {
  List<WatchState> states();
}
