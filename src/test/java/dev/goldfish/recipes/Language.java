package dev.goldfish.recipes;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Languages that there is a recipe for, and how their programs are run. */
enum Language {
    NODE(
            "node/goldfish.mjs",
            List.of("node", "-e", "process.exit(''.isWellFormed() ? 0 : 1)"),
            List.of("node", "node/everyday.mjs")),
    PYTHON(
            "python/goldfish.py",
            List.of("python3", "-c", "import hashlib, hmac; hmac.compare_digest('', '')"),
            List.of("python3", "-B", "python/everyday.py")),
    GO("go/goldfish.go", List.of("go", "run", "go/probe.go"), List.of("go", "run", "go/goldfish.go", "go/everyday.go")),
    PHP(
            "php/goldfish.php",
            List.of(
                    "php",
                    "-r",
                    "exit(array_map(array_is_list(...), [[]]) === [true] && hash_hkdf('sha256', 'a') ? 0 : 1);"),
            List.of("php", "php/everyday.php")),
    RUBY(
            "ruby/goldfish.rb",
            List.of("ruby", "-rjson", "-ropenssl", "-e", "OpenSSL.method(:secure_compare); OpenSSL::KDF.method(:hkdf)"),
            List.of("ruby", "ruby/everyday.rb")),
    BASH(
            "bash/goldfish.sh",
            List.of("bash", "-c", "((BASH_VERSINFO >= 4)) && echo | od -An -v -tx1 && openssl version"),
            List.of("bash", "bash/everyday.sh"));

    static final Path RECIPES = Path.of("src", "test", "recipes");

    private static final int LONGEST_S = 300;

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

    /** Whether there is an interpreter that has what the recipe needs; older ones have not. */
    boolean isHere() {
        try {
            return ended(started(probe, Redirect.PIPE, Redirect.DISCARD, Redirect.DISCARD), probe) == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether it can write every number as it read it. */
    boolean keepsNumbers() {
        return this != NODE && this != PHP;
    }

    /** Runs its program for everyday values, and gives the lines that it writes. */
    List<String> everyday(String mode, Path input) throws IOException {
        List<String> command = new ArrayList<>(everyday);
        command.add(mode);
        Path out = input.resolveSibling("output");
        int exitCode = ended(
                started(command, Redirect.from(input.toFile()), Redirect.to(out.toFile()), Redirect.INHERIT), command);
        String text = Files.readString(out);
        if (exitCode != 0) {
            throw new AssertionError(command + " failed: " + text);
        }
        return text.lines().toList();
    }

    private static Process started(List<String> command, Redirect in, Redirect out, Redirect err) throws IOException {
        return new ProcessBuilder(command)
                .directory(RECIPES.toFile())
                .redirectInput(in)
                .redirectOutput(out)
                .redirectError(err)
                .start();
    }

    private static int ended(Process process, List<String> command) {
        try {
            if (!process.waitFor(LONGEST_S, TimeUnit.SECONDS)) {
                throw new AssertionError(command + " does not end");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            process.destroyForcibly();
        }
    }
}
