package dev.backupsync.statemachine;

/** Whether the operator was asked to stop: then it starts nothing more. */
@FunctionalInterface
public interface StopSignal {
  boolean isStopping();
}
