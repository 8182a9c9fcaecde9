package dev.goldfish.client.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.UUID;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which tool, with which arguments. */
final class ToolArgs {
    @Parameters(index = "0", paramLabel = "TOOL", description = "The tool's name")
    String tool = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "ARGS_JSON",
            description = "Its arguments as a JSON object, @FILE to read them from a file, - from stdin; default {}")
    String args = "{}";

    @Option(
            names = "--request-id",
            paramLabel = "ID",
            description = "Names the work: repeated with the same id and arguments, it does not run again")
    private String requestId = "";

    /** As it was given, or a new one. */
    String requestId() {
        if (requestId.isEmpty()) {
            requestId = UUID.randomUUID().toString();
        }
        return requestId;
    }

    String json(Shell shell) {
        return json(args, shell);
    }

    /** The JSON text, wherever it is. */
    static String json(String args, Shell shell) {
        try {
            if (args.equals("-")) {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(shell.in().readAllBytes()))
                        .toString();
            }
            return args.startsWith("@") ? Files.readString(Path.of(args.substring(1))) : args;
        } catch (CharacterCodingException e) {
            throw new UsageException("the arguments are not UTF-8", e);
        } catch (IOException | InvalidPathException e) {
            throw new UsageException("cannot read the arguments from " + args, e);
        }
    }
}
