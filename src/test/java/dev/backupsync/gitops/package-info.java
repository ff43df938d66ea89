/**
 * What GitOps tools make of our objects: Argo CD's scripts and Flux's expressions, run as those
 * tools run them over objects that the operator left behind. Rule: nothing here knows how the
 * operator works; what counts is what stands in an object.
 */
@NullMarked
package dev.backupsync.gitops;

import org.jspecify.annotations.NullMarked;
