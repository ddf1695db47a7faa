package io.e2e.migrations.page;

import io.e2e.migrations.RecordedRun;
import io.e2e.migrations.apply.MigrationReport.Outcome;
import java.util.ArrayList;
import java.util.List;

/** What a run did, read from its lines. Immutable once it is read. */
final class PlanFacts {

    final List<Step> steps = new ArrayList<>();

    /** Each a kind of objects, and then their names. */
    final List<List<String>> created = new ArrayList<>();

    final List<Difference> differences = new ArrayList<>();
    final List<String> notes = new ArrayList<>();
    private String verified = "";
    private String compared = "";
    private boolean prepared;
    private String failed = "";
    private String remedy = "";

    PlanFacts(RecordedRun run) {
        for (List<String> line : run.lines()) {
            read(line);
        }
    }

    private void read(List<String> line) {
        switch (line.get(0)) {
            case "step" ->
                this.steps.add(new Step(
                        line.get(1),
                        line.get(2),
                        line.get(3),
                        Outcome.valueOf(line.get(4)),
                        Long.parseLong(line.get(5))));
            case "created" -> this.created.add(line.subList(1, line.size()));
            case "absent" -> addNote("Roles that do not exist, so nothing was granted to them: ", line);
            case "made" -> addNote("Roles that migrations name, made without a login: ", line);
            case "verified" -> {
                this.verified = line.get(1);
                this.compared = line.get(2);
            }
            case "prepared" -> this.prepared = true;
            case "finding" -> this.differences.add(new Difference(line.get(3), line.get(4)));
            case "failed" -> {
                this.failed = line.get(1);
                this.remedy = line.get(2);
            }
            default -> this.notes.add(String.join(" ", line));
        }
    }

    private void addNote(String text, List<String> line) {
        if (line.size() > 1) {
            this.notes.add(text + String.join(", ", line.subList(1, line.size())));
        }
    }

    /** The outcome in a few words. */
    String status() {
        if (!this.failed.isEmpty()) {
            return this.differences.isEmpty() ? "failed" : "differs from the plan";
        }
        return this.verified.isEmpty() ? "not verified" : this.verified + (this.prepared ? " when prepared" : "");
    }

    Severity severity() {
        if (!this.failed.isEmpty()) {
            return Severity.BAD;
        }
        return this.verified.equals("verified") ? Severity.GOOD : Severity.DOUBTFUL;
    }

    /** What was compared; empty if nothing was. */
    String compared() {
        return this.compared;
    }

    /** What failed; empty if nothing did. */
    String failed() {
        return this.failed;
    }

    String remedy() {
        return this.remedy;
    }

    /** The reason that all migrations have in common; empty if they differ. */
    String commonReason() {
        String first = this.steps.isEmpty() ? "" : this.steps.get(0).reason();
        return this.steps.stream().allMatch(step -> step.reason().equals(first)) ? first : "";
    }

    /** What became of the migrations: their number, and how many have each outcome. */
    String outcomes() {
        int count = this.steps.size();
        if (count == 0) {
            return "";
        }
        StringBuilder text = new StringBuilder().append(count).append(count == 1 ? " migration" : " migrations");
        String separator = ": ";
        for (Outcome outcome : Outcome.values()) {
            long with = this.steps.stream()
                    .filter(step -> step.outcome() == outcome)
                    .count();
            if (with > 0) {
                text.append(separator).append(with == count ? "" : with + " ").append(word(outcome));
                separator = ", ";
            }
        }
        return text.toString();
    }

    static String word(Outcome outcome) {
        return switch (outcome) {
            case APPLIED -> "applied";
            case ALREADY_APPLIED -> "applied before";
            case FROM_TEMPLATE -> "came with the template";
            case FAILED -> "failed";
            case NOT_RUN -> "not run";
        };
    }

    enum Severity {
        GOOD,
        DOUBTFUL,
        BAD
    }

    record Step(String label, String file, String reason, Outcome outcome, long millis) {}

    record Difference(String explanation, String correction) {}
}
