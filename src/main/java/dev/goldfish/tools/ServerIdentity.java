package dev.goldfish.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.goldfish.protocol.Envelope;
import dev.goldfish.tool.Caller;
import dev.goldfish.tool.CatalogTool;
import dev.goldfish.tool.InvalidArgumentsException;
import dev.goldfish.tool.Tool;
import dev.goldfish.tool.ToolCatalog;
import dev.goldfish.tool.ToolKind;
import dev.goldfish.tool.ToolName;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Says who answers, and which tools the caller may use. */
@ToolName(
        value = "server_identity",
        description = "Describes this server and the tools that you may call.",
        idempotent = true)
@ApplicationScoped
public class ServerIdentity implements Tool<ServerIdentity.Question, ServerIdentity.Identity> {
    private final ServerFacts facts;
    private final ToolCatalog catalog;

    @RegisterForReflection
    public record Question(
            @Nullable
            @JsonPropertyDescription("Describe only the tool of this name; all that you may call if left out.")
            String tool,

            @Nullable @JsonPropertyDescription("Whether to show the schemas of tools; true if left out.")
            Boolean schemas) {}

    @RegisterForReflection
    @JsonNaming(SnakeCaseStrategy.class)
    public record Identity(String serverId, String fingerprint, Capabilities capabilities) {}

    /**
     * What this server can do.
     *
     * @param async whether long tasks are accepted with a job id
     * @param stateless whether any replica answers any message
     * @param publicKey the JWK of the server's Ed25519 key, which signs replies to clients with such keys; null for none
     * @param limits by name; those of the caller where it has its own
     */
    @RegisterForReflection
    @JsonNaming(SnakeCaseStrategy.class)
    public record Capabilities(
            boolean async,
            boolean stateless,
            String protocol,
            String replyKey,
            @Nullable Map<String, String> publicKey,
            Map<String, Long> limits,
            List<Description> tools) {}

    /**
     * A tool that the caller may call.
     *
     * @param startsJob whether a call is accepted with a job id
     * @param inputSchema JSON Schema 2020-12 of the arguments; left out where the caller wants none
     * @param outputSchema JSON Schema 2020-12 of the result; for a tool that starts a job, of the job's result
     */
    @RegisterForReflection
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Description(
            String name,
            String description,
            boolean startsJob,
            @Nullable JsonNode inputSchema,
            @Nullable JsonNode outputSchema) {}

    public ServerIdentity(ServerFacts facts, ToolCatalog catalog) {
        this.facts = facts;
        this.catalog = catalog;
    }

    @Override
    public Identity call(Question input, Caller caller) {
        boolean schemas = input.schemas() == null || input.schemas();
        List<Description> tools = catalog.all().stream()
                .filter(tool -> caller.mayCall().test(tool.name()))
                .filter(tool -> input.tool() == null || input.tool().equals(tool.name()))
                .map(tool -> describe(tool, schemas))
                .toList();
        if (tools.isEmpty() && input.tool() != null) {
            throw new InvalidArgumentsException("tool", "no such tool, or you may not call it");
        }
        return new Identity(
                facts.serverId(),
                facts.fingerprint(),
                new Capabilities(
                        true, true, Envelope.VERSION, facts.replyKey(), facts.publicKey(), limits(caller), tools));
    }

    private Map<String, Long> limits(Caller caller) {
        Map<String, Long> limits = new TreeMap<>(facts.limits());
        if (caller.liveJobs() != null) {
            limits.put("live_jobs", caller.liveJobs().longValue());
        }
        return limits;
    }

    private static Description describe(CatalogTool tool, boolean schemas) {
        return new Description(
                tool.name(),
                tool.description(),
                tool.kind() == ToolKind.JOB,
                schemas ? tool.inputSchema() : null,
                schemas ? tool.outputSchema() : null);
    }
}
