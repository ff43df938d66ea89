/** The API server refuses, lags, goes away or is old, and how the operator looks from kubectl. */
@NullMarked
package dev.backupsync.scenario.apiserver;

import org.jspecify.annotations.NullMarked;
