package dev.goldfish.tool;

/**
 * A tool that takes long: a call of it is accepted with a job id at once, and the job runs on any replica, on a virtual
 * thread where the runtime has them.
 *
 * @param <I> a record: parsed strictly from the arguments and checked with its Bean Validation annotations
 * @param <O> what Jackson can write: the job's result
 */
public interface JobTool<I, O> {
    /**
     * Does the work. The thread is interrupted when the job is cancelled, out of time, or no longer this replica's.
     *
     * @throws ToolException to fail with a message for the caller; any other exception fails without one
     */
    O run(I input, JobContext job) throws Exception;
}
