package dev.goldfish.tool;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import dev.goldfish.protocol.Envelope;
import io.quarkus.runtime.ImageMode;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All tools of this server by name. A tool that could not work stops the start-up with a message that says what to do. */
public final class ToolCatalog {
    private static final int MAX_COST = 1_000;

    private final Map<String, CatalogTool> tools = new TreeMap<>();
    private final List<Class<?>> types;
    private final Arguments arguments;
    private final Schemas schemas = new Schemas();

    /** @throws IllegalStateException where a tool could not work */
    public ToolCatalog(Collection<ToolBean> beans, Arguments arguments) {
        this.arguments = arguments;
        this.types = beans.stream().<Class<?>>map(ToolBean::type).toList();
        for (ToolBean bean : beans) {
            CatalogTool tool = describe(bean);
            CatalogTool twin = tools.putIfAbsent(tool.name(), tool);
            if (twin != null) {
                throw new IllegalStateException("Two tools are named \"" + tool.name() + "\": "
                        + bean.type().getName() + " and another bean. Give one of them another @ToolName.");
            }
        }
    }

    public Optional<CatalogTool> find(String name) {
        return Optional.ofNullable(tools.get(name));
    }

    /** All tools, by name. */
    public Collection<CatalogTool> all() {
        return tools.values();
    }

    public Set<String> names() {
        return Set.copyOf(tools.keySet());
    }

    public Set<String> namesOf(ToolKind kind) {
        return all().stream()
                .filter(tool -> tool.kind() == kind)
                .map(CatalogTool::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    private CatalogTool describe(ToolBean found) {
        ToolName name = found.name();
        if (!Envelope.isName(name.value())) {
            throw broken(found, "its @ToolName must be 1-128 of A-Z a-z 0-9 . _ : @ / -");
        }
        ToolKind kind = kind(found);
        JavaType bean = arguments.typeOf(found.type());
        JavaType[] inputAndOutput = bean.findTypeParameters(contract(kind));
        if (inputAndOutput.length != 2) {
            throw broken(found, "it must name its input and output types, as in Tool<Input, Output>");
        }
        JavaType input = inputAndOutput[0];
        requireReadable(found, input);
        requireNative(found, input);
        requireNative(found, inputAndOutput[1]);
        return new CatalogTool(
                name.value(),
                name.description(),
                kind,
                name.idempotent(),
                nonBlocking(found, kind),
                cost(found),
                duration(found, "maxRuntime", name.maxRuntime()),
                duration(found, "stallTimeout", name.stallTimeout()),
                input,
                inputSchema(found, input),
                schemas.ofResult(inputAndOutput[1]),
                found.bean());
    }

    /** How many calls one call of a tool counts as; 1 for a tool that is not there. */
    public int costOf(String name) {
        CatalogTool tool = tools.get(name);
        return tool == null ? 1 : tool.cost();
    }

    private static int cost(ToolBean found) {
        int cost = found.name().cost();
        if (cost < 1 || cost > MAX_COST) {
            throw broken(found, "its cost must be from 1 to " + MAX_COST);
        }
        return cost;
    }

    /**
     * Whether a native image could write a type that is in a result, as far as its annotations tell. Only asked on a JVM: a
     * native image knows of registered types alone.
     */
    public boolean isVisible(Class<?> type) {
        return ImageMode.current().isNativeImage()
                || types.stream().anyMatch(tool -> NativeTypes.isVisible(type, tool))
                || NativeTypes.isVisible(type, Object.class);
    }

    private JsonNode inputSchema(ToolBean found, JavaType input) {
        try {
            return arguments.schema(input);
        } catch (IllegalArgumentException e) {
            throw broken(found, String.valueOf(e.getMessage()));
        }
    }

    private static ToolKind kind(ToolBean found) {
        ToolKind kind = null;
        for (ToolKind candidate : ToolKind.values()) {
            if (contract(candidate).isAssignableFrom(found.type())) {
                if (kind != null) {
                    throw broken(found, "it implements more than one of Tool, ReactiveTool and JobTool; choose one");
                }
                kind = candidate;
            }
        }
        if (kind == null) {
            throw broken(found, "it must implement Tool, ReactiveTool or JobTool");
        }
        return kind;
    }

    private static boolean nonBlocking(ToolBean found, ToolKind kind) {
        if (found.name().nonBlocking() && kind == ToolKind.JOB) {
            throw broken(found, "a job has a thread of its own: leave out nonBlocking");
        }
        return found.name().nonBlocking() && kind == ToolKind.BLOCKING;
    }

    private static Class<?> contract(ToolKind kind) {
        return switch (kind) {
            case BLOCKING -> Tool.class;
            case REACTIVE -> ReactiveTool.class;
            case JOB -> JobTool.class;
        };
    }

    private static void requireReadable(ToolBean found, JavaType input) {
        Class<?> type = input.getRawClass();
        if (!type.isRecord()) {
            throw broken(
                    found, "its input type " + type.getName() + " must be a record, so that its arguments have names");
        }
        if (Modifier.isPrivate(type.getModifiers())) {
            throw broken(found, "its input record " + type.getName() + " must not be private");
        }
    }

    /** Checked on a JVM too, where it would work: otherwise only the native image of the same code would fail. */
    private static void requireNative(ToolBean found, JavaType type) {
        if (ImageMode.current().isNativeImage()) {
            // Which annotations a class has is known of registered classes only.
            return;
        }
        NativeTypes.firstUnregistered(type, found.type()).ifPresent(missing -> {
            throw broken(
                    found,
                    "a native image could not read or write " + missing.getName()
                            + ": annotate that type with @RegisterForReflection of io.quarkus.runtime.annotations, or,"
                            + " where it is not yours, name it in @RegisterForReflection(targets = ...) on the tool");
        });
    }

    private static @Nullable Duration duration(ToolBean found, String attribute, String text) {
        if (text.isEmpty()) {
            return null;
        }
        try {
            Duration duration = Duration.parse(text);
            if (duration.isNegative() || duration.isZero()) {
                throw broken(found, attribute + " must be longer than nothing");
            }
            return duration;
        } catch (DateTimeParseException e) {
            throw broken(found, attribute + " must be an ISO 8601 duration such as PT10M");
        }
    }

    private static IllegalStateException broken(ToolBean found, String why) {
        return new IllegalStateException(
                "Tool \"" + found.name().value() + "\" (" + found.type().getName() + "): " + why + ".");
    }
}
