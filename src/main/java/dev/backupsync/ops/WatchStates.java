package dev.backupsync.ops;

import dev.backupsync.connection.WatchState;
import java.util.List;

/** Returns the states of all watches on the API server that the process depends on. */
@FunctionalInterface
public interface WatchStates {
  List<WatchState> states();
}
