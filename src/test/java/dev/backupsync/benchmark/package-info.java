/**
 * What the operator costs, beside a naive operator and a client that does the least that the
 * contract allows: each in a process of its own, in turn, on the same kind of API server and
 * simulators.
 */
package dev.backupsync.benchmark;
