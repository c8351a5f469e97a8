/** The shop of the tutorial, from an empty directory. */
@NullMarked
package org.example.shop;

import org.jspecify.annotations.NullMarked;
