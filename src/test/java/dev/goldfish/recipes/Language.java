package dev.goldfish.recipes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Languages that there is a recipe for, and how their programs are run. */
enum Language {
    NODE("node/goldfish.mjs", List.of("node", "--version"), List.of("node", "node/everyday.mjs")),
    PYTHON("python/goldfish.py", List.of("python3", "--version"), List.of("python3", "-B", "python/everyday.py")),
    GO("go/goldfish.go", List.of("go", "version"), List.of("go", "run", "go/goldfish.go", "go/everyday.go")),
    PHP("php/goldfish.php", List.of("php", "--version"), List.of("php", "php/everyday.php")),
    RUBY("ruby/goldfish.rb", List.of("ruby", "--version"), List.of("ruby", "ruby/everyday.rb")),
    BASH("bash/goldfish.sh", List.of("bash", "-c", "openssl version"), List.of("bash", "bash/everyday.sh"));

    static final Path RECIPES = Path.of("src", "test", "recipes");

    private final String recipe;
    private final List<String> probe;
    private final List<String> everyday;

    Language(String recipe, List<String> probe, List<String> everyday) {
        this.recipe = recipe;
        this.probe = probe;
        this.everyday = everyday;
    }

    /** The recipe's text. */
    String recipe() throws IOException {
        return Files.readString(RECIPES.resolve(recipe));
    }

    boolean isHere() {
        try {
            Process process = new ProcessBuilder(probe)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Runs its program for everyday values, and gives the lines that it writes. */
    List<String> everyday(String mode, Path input) {
        List<String> command = new ArrayList<>(everyday);
        command.add(mode);
        try {
            Process process = new ProcessBuilder(command)
                    .directory(RECIPES.toFile())
                    .redirectInput(input.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(command + " failed: " + out);
            }
            return out.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
