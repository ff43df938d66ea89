/**
 * A real kube-apiserver, kubectl and the operator on it, for tests; one server for all tests of a
 * JVM, one namespace for each test.
 */
@NullMarked
package dev.backupsync.cluster;

import org.jspecify.annotations.NullMarked;
