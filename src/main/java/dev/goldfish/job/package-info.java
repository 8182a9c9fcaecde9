/** The life of a job: started once, run under a lease, ended once, polled from anywhere. */
@NullMarked
package dev.goldfish.job;

import org.jspecify.annotations.NullMarked;
