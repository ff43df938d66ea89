package dev.backupsync.controller.admission;

import io.fabric8.kubernetes.api.model.LabelSelector;

/** Decides whether a selector chooses a namespace by its labels. */
@FunctionalInterface
public interface NamespaceLabelMatcher {
  boolean matches(String namespace, LabelSelector selector);
}
