package dev.backupsync.controller.admission;

import dev.backupsync.api.v1alpha1.Target;

/** Maps a target to the resource that only one run may use at a time; one rule per kind of sync. */
@FunctionalInterface
public interface ExclusionRule {
  ExclusiveTarget exclusive(Target target);
}
