package io.e2e.migrations.benchmarks.context;

import io.e2e.migrations.boot.test.ResetData;

/** Our reset before each method. */
@ResetData
class ResetContext extends WritingContext {}
