package dev.backupsync.controller.admission;

import io.fabric8.kubernetes.api.model.LabelSelector;

/** Decides whether the labels of a namespace match a selector. */
@FunctionalInterface
public interface NamespaceLabelMatcher {
  boolean matches(String namespace, LabelSelector selector);
}
