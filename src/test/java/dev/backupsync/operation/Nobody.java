package dev.backupsync.operation;

import dev.backupsync.api.v1alpha1.Run;

/** The vendor behind an open gate in tests of the machine, which only decides and never calls. */
record Nobody() implements SyncBackend {
  @Override
  public Outcome locate(Run run) {
    throw new AssertionError("The machine called the vendor");
  }

  @Override
  public Outcome start(Run run, Licence licence) {
    throw new AssertionError("The machine called the vendor");
  }

  @Override
  public Outcome poll(Run run) {
    throw new AssertionError("The machine called the vendor");
  }

  @Override
  public Outcome cancel(Run run) {
    throw new AssertionError("The machine called the vendor");
  }
}
