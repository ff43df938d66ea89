package dev.backupsync.connection;

import io.fabric8.kubernetes.client.informers.SharedIndexInformer;

/**
 * How a watch on the API server is doing, for whoever judges whether the process is still alive.
 *
 * @param what is watched, for people
 * @param running until it is stopped; one that stopped by itself never comes back
 * @param watching while it is connected; between two connections it is not
 */
public record WatchState(String what, boolean running, boolean watching) {

  public static WatchState of(String what, SharedIndexInformer<?> informer) {
    var running = informer.isRunning();
    return new WatchState(what, running, running && informer.isWatching());
  }
}
