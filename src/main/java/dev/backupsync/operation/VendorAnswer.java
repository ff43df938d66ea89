package dev.backupsync.operation;

/** What a vendor answered, with what it was asked. */
public record VendorAnswer(VendorCall to, Outcome outcome) {}
