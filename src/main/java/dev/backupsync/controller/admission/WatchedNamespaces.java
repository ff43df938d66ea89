package dev.backupsync.controller.admission;

/** The namespaces that the operator watches. */
@FunctionalInterface
public interface WatchedNamespaces {
  boolean contain(String namespace);
}
