package dev.goldfish.tool;

/**
 * A bean that was found by its qualifier.
 *
 * @param type its own class, since the bean may be a proxy
 */
public record ToolBean(ToolName name, Class<?> type, Object bean) {}
