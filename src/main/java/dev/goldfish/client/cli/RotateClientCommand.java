package dev.goldfish.client.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "rotate",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Gives a client a new secret, or a new public key. Those that it has go on counting for --overlap; those"
                    + " that count no more are taken out.",
        })
final class RotateClientCommand implements Runnable {
    private static final int MOST = 3;
    /** The fields of a client that hold credentials, with what each of theirs is called in an object. */
    private static final Map<String, String> KINDS = Map.of("secrets", "secret", "public_keys", "ed25519");

    private final Shell shell;
    private final RegistryCheck check;

    @Parameters(paramLabel = "ID", description = "The client's id")
    private String id = "";

    @Option(
            names = "--overlap",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "How long the old ones go on counting, such as 30m or 48h; default 24h")
    private Duration overlap = Duration.ofHours(24);

    @Mixin
    private final NewCredential credential = new NewCredential();

    @Mixin
    private final ClientsFile file = new ClientsFile();

    RotateClientCommand(Shell shell, RegistryCheck check) {
        this.shell = shell;
        this.check = check;
    }

    @Override
    public void run() {
        file.edit(shell, check, this::rotate, credential::prepare, () -> credential.print(shell));
        shell.notes().line("new key id " + credential.keyId());
    }

    private void rotate(ObjectNode clients) {
        ObjectNode client = ClientsFile.existing(clients, id);
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        int count = 0;
        for (Map.Entry<String, String> kind : KINDS.entrySet()) {
            if (client.get(kind.getKey()) instanceof ArrayNode credentials) {
                ArrayNode kept = client.putArray(kind.getKey());
                credentials.forEach(old -> keep(old, kind.getValue(), now, kept));
                count += kept.size();
            }
        }
        if (count == MOST) {
            throw new UsageException("client " + id + " has " + MOST + " secrets and keys that count: take one out, or"
                    + " wait until one has run out");
        }
        credential.addTo(client);
    }

    private void keep(JsonNode old, String field, Instant now, ArrayNode kept) {
        ObjectNode entry = old instanceof ObjectNode object
                ? object.deepCopy()
                : kept.objectNode().put(field, old.textValue());
        Instant end = entry.hasNonNull("not_after")
                ? Instant.parse(entry.get("not_after").textValue())
                : Instant.MAX;
        if (end.isAfter(now)) {
            Instant limit = now.plus(overlap);
            kept.add(entry.put("not_after", (end.isBefore(limit) ? end : limit).toString()));
        }
    }
}
