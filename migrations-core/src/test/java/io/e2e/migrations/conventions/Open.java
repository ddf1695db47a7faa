package io.e2e.migrations.conventions;

/** Breaks rules that hold only for what other modules can see. */
public class Open {

    public String run(boolean loudly) {
        return loudly ? "HA" : "ha";
    }
}
