/** Stands in for Maven's own launcher, by whose name a build is known. */
@NullMarked
package org.codehaus.plexus.classworlds.launcher;

import org.jspecify.annotations.NullMarked;
