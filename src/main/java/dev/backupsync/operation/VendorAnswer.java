package dev.backupsync.operation;

import dev.backupsync.vendor.Outcome;

/** What a vendor answered, with what it was asked. */
public record VendorAnswer(VendorCall to, Outcome outcome) {}
