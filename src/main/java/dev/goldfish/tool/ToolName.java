package dev.goldfish.tool;

import jakarta.enterprise.util.Nonbinding;
import jakarta.inject.Qualifier;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Makes a bean that implements {@link Tool}, {@link ReactiveTool} or {@link JobTool} callable under a name. */
@Qualifier
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface ToolName {
    /** 1-128 of {@code A-Z a-z 0-9 . _ : @ / -}; unique in the server. */
    String value();

    /** One sentence for the agent that chooses among tools. */
    @Nonbinding
    String description() default "";

    /**
     * Whether running it twice for the same request does no harm. A job of an idempotent tool runs again when its worker
     * vanished, at most three times in all; any other ends as {@code worker lost}. The outcome of a synchronous call is
     * remembered and given to a repeat, unless the tool is idempotent.
     */
    @Nonbinding
    boolean idempotent() default false;

    /**
     * Whether a {@link Tool} only computes, and for less than a millisecond: it runs on the event loop then, which spares
     * each call two changes of threads. One that waits for anything there holds up all other calls.
     */
    @Nonbinding
    boolean nonBlocking() default false;

    /**
     * How many calls one call of it counts as against its client's rate: 1 to 1000, more than 1 for what costs the server much
     * more than a small call does.
     */
    @Nonbinding
    int cost() default 1;

    /**
     * How long a job may live, from its start to its end, waiting and retries included, as an ISO 8601 duration such as
     * {@code PT10M}. Empty: {@code goldfish.jobs.max-runtime}.
     */
    @Nonbinding
    String maxRuntime() default "";

    /** After how long without {@link JobContext#progress} a running job is stopped, in ISO 8601. Empty: never. */
    @Nonbinding
    String stallTimeout() default "";
}
