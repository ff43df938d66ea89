package dev.backupsync.connection;

import io.fabric8.kubernetes.client.informers.SharedIndexInformer;

/**
 * The state of a watch on the API server, used to decide whether the process is alive.
 *
 * @param what is watched, for users
 * @param running until it is stopped; a watch that stopped by itself never restarts
 * @param watching while it is connected; false between two connections
 */
public record WatchState(String what, boolean running, boolean watching) {

  public static WatchState of(String what, SharedIndexInformer<?> informer) {
    var running = informer.isRunning();
    return new WatchState(what, running, running && informer.isWatching());
  }
}
