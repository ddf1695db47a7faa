package com.example.aianalysis;

import java.util.Map;

/**
 * What is to be remedied.
 *
 * @param id also the correlation id of its audit events
 * @param labels what kind of trouble it is, such as {@code signal_type: OOMKilled}
 * @param detectedLabels what was found out about its environment, such as {@code gitops: argocd}
 */
public record Incident(String id, Map<String, String> labels, Map<String, String> detectedLabels) {

    public Incident {
        labels = Map.copyOf(labels);
        detectedLabels = Map.copyOf(detectedLabels);
    }
}
