package org.codehaus.plexus.classworlds.launcher;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;

/**
 * A build, as its forks see it: a JVM with the main class of Maven that starts them through a shell, as Surefire does.
 * Each line of its input is a command, word by word between tabs, its output's file first. Its end closes their input.
 */
public final class Launcher {

    private Launcher() {}

    public static void main(String[] arguments) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            List<String> words = List.of(line.split("\t"));
            List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "cd / && \"$@\"", "sh"));
            command.addAll(words.subList(1, words.size()));
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(new File(words.get(0)))
                    .start();
        }
    }
}
