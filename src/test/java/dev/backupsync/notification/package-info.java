@NullMarked
package dev.backupsync.notification;

import org.jspecify.annotations.NullMarked;
