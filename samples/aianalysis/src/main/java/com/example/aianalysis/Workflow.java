package com.example.aianalysis;

/** A workflow of the catalog, in its latest version. */
public record Workflow(String workflowName, String version, String containerImage) {}
