package dev.goldfish.client.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "add",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Registers a client with a new secret, or with its public key.")
final class AddClientCommand implements Runnable {
    private final Shell shell;
    private final RegistryCheck check;

    @Parameters(paramLabel = "ID", description = "The id of the new client")
    private String id = "";

    @Option(
            names = "--tool",
            paramLabel = "GLOB",
            description = "A tool that it may call, or a glob such as 'poll_*'; may be repeated; default: all")
    private List<String> tools = List.of("*");

    @Option(names = "--rate-per-second", paramLabel = "N", description = "How many calls per second it may make")
    private @Nullable Double ratePerSecond;

    @Option(names = "--live-jobs", paramLabel = "N", description = "How many unfinished jobs it may have")
    private @Nullable Integer liveJobs;

    @Mixin
    private final NewCredential credential = new NewCredential();

    @Mixin
    private final ClientsFile file = new ClientsFile();

    AddClientCommand(Shell shell, RegistryCheck check) {
        this.shell = shell;
        this.check = check;
    }

    @Override
    public void run() {
        file.edit(shell, check, this::add, credential::prepare, () -> credential.print(shell));
        shell.notes().line("new key id " + credential.keyId());
    }

    private void add(ObjectNode clients) {
        if (clients.has(id)) {
            throw new UsageException(
                    "there is a client " + id + " already; 'goldfish client rotate' gives it a new" + " secret");
        }
        ObjectNode client = clients.putObject(id);
        credential.addTo(client);
        ArrayNode grants = client.putArray("tools");
        tools.forEach(grants::add);
        if (ratePerSecond != null) {
            client.put("rate_per_second", ratePerSecond);
        }
        if (liveJobs != null) {
            client.put("live_jobs", liveJobs);
        }
    }
}
