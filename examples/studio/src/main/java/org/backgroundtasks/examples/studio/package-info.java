/** A photo studio: sign-up with a mail, pictures with thumbnails, and an audit of what failed, with a database. */
@NullMarked
package org.backgroundtasks.examples.studio;

import org.jspecify.annotations.NullMarked;
