package dev.backupsync.statemachine;

import dev.backupsync.vendor.Outcome;

/** What a vendor answered, and the call that it answered. */
public record VendorAnswer(VendorCall to, Outcome outcome) {}
