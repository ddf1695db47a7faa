package io.e2e.migrations.proof;

/**
 * Something that a catalog does not keep.
 *
 * @param file the file to change
 * @param problem what is not so, in a sentence without the file's name
 * @param offer what to write instead
 */
public record ProofViolation(String file, String problem, String offer) {

    @Override
    public String toString() {
        return this.file + ": " + this.problem + "\n    " + this.offer;
    }
}
