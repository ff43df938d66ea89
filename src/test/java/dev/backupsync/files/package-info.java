/** Files of the repository, as tests read them and generate them. */
@NullMarked
package dev.backupsync.files;

import org.jspecify.annotations.NullMarked;
