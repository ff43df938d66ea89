package dev.backupsync.statemachine;

import dev.backupsync.vendor.Outcome;

/** A vendor call and its answer. */
public record VendorAnswer(VendorCall to, Outcome outcome) {}
