package io.e2e.migrations;

import io.e2e.migrations.apply.MigrationFailedException;
import io.e2e.migrations.apply.MigrationReport;
import io.e2e.migrations.apply.MigrationReport.Step;
import io.e2e.migrations.catalog.Migration;
import io.e2e.migrations.config.MigrationException;
import io.e2e.migrations.schema.ObjectKind;
import io.e2e.migrations.schema.ObjectRef;
import io.e2e.migrations.schema.SchemaObject;
import io.e2e.migrations.verify.Finding;
import io.e2e.migrations.verify.VerificationFailedException;
import io.e2e.migrations.verify.VerificationReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes what a {@link RecordedRun} reads. Not thread-safe. */
final class RunText {

    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0b-\\x1f]");

    private final StringBuilder text = new StringBuilder();

    private RunText() {}

    /** What a run did. */
    static String of(MigrationReport report) {
        RunText run = new RunText();
        run.add(report);
        return run.text.toString();
    }

    /** What a run found in a new copy of a template, for those that find the same without looking. */
    static String whenPrepared(MigrationReport report) {
        RunText run = new RunText();
        run.add(report);
        run.line("prepared");
        return run.text.toString();
    }

    /** What a run did until it failed. */
    static String of(MigrationException failure) {
        RunText run = new RunText();
        String problem = failure.problem();
        if (failure instanceof MigrationFailedException failed) {
            run.add(failed.report());
            problem = problem.replace("\n" + failed.report(), "");
        }
        if (failure instanceof VerificationFailedException unequal) {
            unequal.report().findings().forEach(run::add);
        }
        run.line("failed", problem, failure.remedy());
        return run.text.toString();
    }

    private void add(MigrationReport report) {
        for (Step step : report.steps()) {
            Migration migration = step.planned().migration();
            line(
                    "step",
                    migration.label(),
                    migration.file(),
                    step.planned().reason().toString(),
                    step.outcome().name(),
                    Long.toString(step.duration().toMillis()));
        }
        Map<ObjectKind, List<String>> created = new TreeMap<>();
        for (SchemaObject object : report.created()) {
            boolean unique = object.kind().space() != ObjectRef.Space.TABLE;
            created.computeIfAbsent(object.kind(), kind -> new ArrayList<>())
                    .add(object.name() + (unique ? "" : object.onTable()));
        }
        created.forEach((kind, names) ->
                line(Stream.concat(Stream.of("created", kind.counted(names.size())), names.stream())));
        line(Stream.concat(Stream.of("absent"), report.absentRoles().stream().sorted()));
        line(Stream.concat(Stream.of("made"), report.madeRoles().stream().sorted()));
        VerificationReport verification = report.verification();
        if (verification != null) {
            line("verified", verification.outcome(), verification.toString());
        }
    }

    private void add(Finding finding) {
        line(
                "finding",
                finding.problem().name(),
                finding.what(),
                finding.explanation(),
                Objects.requireNonNullElse(finding.correction(), ""));
    }

    private void line(String... fields) {
        line(Stream.of(fields));
    }

    private void line(Stream<String> fields) {
        this.text
                .append(fields.map(RunText::plain).collect(Collectors.joining(String.valueOf(RecordedRun.FIELD_END))))
                .append(RecordedRun.LINE_END);
    }

    /** Without characters that end something here, or where a text is kept. */
    private static String plain(String field) {
        return CONTROL.matcher(field).replaceAll(" ");
    }
}
