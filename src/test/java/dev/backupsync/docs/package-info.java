/**
 * What people read holds: links lead somewhere, manifests are accepted, tables say what the code
 * does. Rule: a page is judged by what stands in it, not by a list of pages that is kept by hand.
 */
@NullMarked
package dev.backupsync.docs;

import org.jspecify.annotations.NullMarked;
