/**
 * The demo: the operator as it ships, against an embedded Kubernetes API and simulated vendors.
 *
 * <p>Rule: what runs are the files of {@code examples/}, changed only where they name hosts,
 * credentials and waits, because a demo of other manifests would prove nothing about those.
 */
@NullMarked
package dev.backupsync.demo;

import org.jspecify.annotations.NullMarked;
