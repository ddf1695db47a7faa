package io.e2e.migrations.tool.graph;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A card in the layout, or the place where a line passes between the cards of a layer. Changed while it is laid out. */
final class LayoutNode {

    final @Nullable Card card;
    final int layer;
    double width;
    final double height;

    /** The nodes in the layer before, on the left. */
    final List<LayoutNode> left = new ArrayList<>();

    final List<LayoutNode> right = new ArrayList<>();

    double x;

    /** The middle. */
    double y;

    LayoutNode(@Nullable Card card, int layer, double width, double height) {
        this.card = card;
        this.layer = layer;
        this.width = width;
        this.height = height;
    }

    double top() {
        return this.y - this.height / 2;
    }

    static void connect(LayoutNode left, LayoutNode right) {
        left.right.add(right);
        right.left.add(left);
    }

    /** The mean of the neighbors' middles on both sides, or its own without any. */
    double wanted() {
        double sum = 0;
        for (LayoutNode node : this.left) {
            sum += node.y;
        }
        for (LayoutNode node : this.right) {
            sum += node.y;
        }
        int count = this.left.size() + this.right.size();
        return count == 0 ? this.y : sum / count;
    }
}
