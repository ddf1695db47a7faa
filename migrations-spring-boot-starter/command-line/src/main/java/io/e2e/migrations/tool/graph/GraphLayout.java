package io.e2e.migrations.tool.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Lays cards out in layers, as Sugiyama does: what a card needs is on its left; lines that pass a layer have a place in it; cards are
 * near their neighbors. Cards without lines are in a grid below.
 */
final class GraphLayout {

    static final double MARGIN = 24;
    private static final double BETWEEN_LAYERS = 72;
    private static final double BETWEEN_CARDS = 14;
    private static final double PASSAGE = 4;
    private static final int SWEEPS = 24;
    private static final double GRID_WIDTH = 1100;

    private final Map<Integer, LayoutNode> nodes = new HashMap<>();
    private final List<List<LayoutNode>> wires = new ArrayList<>();
    private final List<List<LayoutNode>> layers = new ArrayList<>();
    private double width;
    private double height;

    GraphLayout(List<Card> cards) {
        int[] layer = layers(cards);
        boolean[] connected = connected(cards);
        for (Card card : cards) {
            if (connected[card.index]) {
                add(new LayoutNode(card, layer[card.index], CardShape.width(card), CardShape.height(card)));
            }
        }
        for (Card card : cards) {
            card.needs.forEach(need -> connect(node(need), node(card.index)));
        }
        order();
        place();
        placeAlone(cards.stream().filter(card -> !connected[card.index]).toList());
    }

    LayoutNode node(int card) {
        LayoutNode node = this.nodes.get(card);
        if (node == null) {
            throw new IllegalStateException("card " + card + " has no place");
        }
        return node;
    }

    /** The lines from what is needed, on the left, to the card that needs it, with the places where each passes a layer. */
    List<List<LayoutNode>> wires() {
        return this.wires;
    }

    double width() {
        return this.width;
    }

    double height() {
        return this.height;
    }

    /** The layer after the last of what a card needs; what needs nothing is just before what needs it. */
    private static int[] layers(List<Card> cards) {
        int[] layer = new int[cards.size()];
        int[] nearest = new int[cards.size()];
        Arrays.fill(nearest, Integer.MAX_VALUE);
        for (Card card : cards) {
            for (int need : card.needs) {
                layer[card.index] = Math.max(layer[card.index], layer[need] + 1);
            }
        }
        for (Card card : cards) {
            for (int need : card.needs) {
                nearest[need] = Math.min(nearest[need], layer[card.index]);
            }
        }
        for (Card card : cards) {
            if (card.needs.isEmpty() && nearest[card.index] != Integer.MAX_VALUE) {
                layer[card.index] = nearest[card.index] - 1;
            }
        }
        return layer;
    }

    private static boolean[] connected(List<Card> cards) {
        boolean[] connected = new boolean[cards.size()];
        for (Card card : cards) {
            for (List<Integer> needs : List.of(List.copyOf(card.needs), List.copyOf(card.needsLater))) {
                for (int need : needs) {
                    connected[need] = true;
                    connected[card.index] = true;
                }
            }
        }
        return connected;
    }

    private void add(LayoutNode node) {
        while (this.layers.size() <= node.layer) {
            this.layers.add(new ArrayList<>());
        }
        this.layers.get(node.layer).add(node);
        if (node.card != null) {
            this.nodes.put(node.card.index, node);
        }
    }

    private void connect(LayoutNode left, LayoutNode right) {
        List<LayoutNode> wire = new ArrayList<>(List.of(left));
        LayoutNode before = left;
        for (int layer = left.layer + 1; layer < right.layer; layer++) {
            LayoutNode passage = new LayoutNode(null, layer, 0, PASSAGE);
            add(passage);
            LayoutNode.connect(before, passage);
            wire.add(passage);
            before = passage;
        }
        LayoutNode.connect(before, right);
        wire.add(right);
        this.wires.add(wire);
    }

    /** Orders each layer by the places of the neighbors in the layer before, and then in the layer after, again and again. */
    private void order() {
        Map<LayoutNode, Double> rank = new HashMap<>();
        this.layers.forEach(layer -> number(layer, rank));
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            boolean forward = sweep % 2 == 0;
            List<List<LayoutNode>> sequence = new ArrayList<>(this.layers);
            if (!forward) {
                Collections.reverse(sequence);
            }
            for (List<LayoutNode> layer : sequence) {
                Map<LayoutNode, Double> wanted = new HashMap<>();
                layer.forEach(node ->
                        wanted.put(node, mean(forward ? node.left : node.right, rank, rank.getOrDefault(node, 0.0))));
                layer.sort(Comparator.comparing(wanted::get));
                number(layer, rank);
            }
        }
    }

    /** Ranks are from 0 to 1, so that layers of different sizes compare. */
    private static void number(List<LayoutNode> layer, Map<LayoutNode, Double> rank) {
        for (int index = 0; index < layer.size(); index++) {
            rank.put(layer.get(index), (index + .5) / layer.size());
        }
    }

    private static double mean(List<LayoutNode> nodes, Map<LayoutNode, Double> rank, double otherwise) {
        return nodes.stream().mapToDouble(rank::get).average().orElse(otherwise);
    }

    private void place() {
        double x = MARGIN;
        for (List<LayoutNode> layer : this.layers) {
            double widest = layer.stream().mapToDouble(node -> node.width).max().orElse(0);
            double y = MARGIN;
            for (LayoutNode node : layer) {
                node.x = x;
                node.width = node.card == null ? widest : node.width;
                node.y = y + node.height / 2;
                y += node.height + BETWEEN_CARDS;
            }
            x += widest + BETWEEN_LAYERS;
        }
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            this.layers.forEach(LayerPlacement::align);
        }
        double top = all().stream().mapToDouble(LayoutNode::top).min().orElse(MARGIN);
        for (LayoutNode node : all()) {
            node.y += MARGIN - top;
            this.height = Math.max(this.height, node.top() + node.height + MARGIN);
            this.width = Math.max(this.width, node.x + node.width + MARGIN);
        }
    }

    private List<LayoutNode> all() {
        return this.layers.stream().flatMap(List::stream).toList();
    }

    private void placeAlone(List<Card> alone) {
        double most = Math.max(this.width, GRID_WIDTH);
        double x = MARGIN;
        double y = this.height == 0 ? MARGIN : this.height + BETWEEN_CARDS;
        double row = 0;
        for (Card card : alone) {
            LayoutNode node = new LayoutNode(card, 0, CardShape.width(card), CardShape.height(card));
            if (x > MARGIN && x + node.width + MARGIN > most) {
                x = MARGIN;
                y += row + BETWEEN_CARDS;
                row = 0;
            }
            node.x = x;
            node.y = y + node.height / 2;
            x += node.width + BETWEEN_CARDS;
            row = Math.max(row, node.height);
            this.nodes.put(card.index, node);
            this.width = Math.max(this.width, x - BETWEEN_CARDS + MARGIN);
            this.height = Math.max(this.height, node.top() + node.height + MARGIN);
        }
    }
}
