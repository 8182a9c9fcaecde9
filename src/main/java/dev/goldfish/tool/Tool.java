package dev.goldfish.tool;

/**
 * A tool that answers at once. It may block: it runs on a virtual thread where the runtime has them, otherwise on a
 * worker thread, never on an event loop.
 *
 * @param <I> a record: parsed strictly from the arguments and checked with its Bean Validation annotations
 * @param <O> what Jackson can write: the result
 */
public interface Tool<I, O> {
    /**
     * Does the work of one call.
     *
     * @throws ToolException to fail with a message for the caller; any other exception fails without one
     * @throws InvalidArgumentsException where the arguments break a rule that annotations cannot say
     */
    O call(I input, Caller caller) throws Exception;
}
