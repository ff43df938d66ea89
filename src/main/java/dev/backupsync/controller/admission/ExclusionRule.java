package dev.backupsync.controller.admission;

import dev.backupsync.api.v1alpha1.Target;

/** Says what only one run at a time may use of a target, for one kind of sync. */
@FunctionalInterface
public interface ExclusionRule {
  ExclusiveTarget exclusive(Target target);
}
