package io.e2e.migrations.tool.graph;

import java.util.ArrayList;
import java.util.List;

/** Moves the nodes of a layer to where their neighbors want them, as near as their order and their heights permit. */
final class LayerPlacement {

    private static final double BETWEEN = 14;
    private static final double BETWEEN_PASSAGES = 6;

    private LayerPlacement() {}

    /** The least squares under distances that are given: neighbors that are too near become a block with one offset. */
    static void align(List<LayoutNode> layer) {
        List<Block> blocks = new ArrayList<>();
        double offset = 0;
        LayoutNode above = null;
        List<Double> offsets = new ArrayList<>();
        for (LayoutNode node : layer) {
            if (above != null) {
                boolean passage = above.card == null || node.card == null;
                offset += (above.height + node.height) / 2 + (passage ? BETWEEN_PASSAGES : BETWEEN);
            }
            offsets.add(offset);
            above = node;
            Block block = new Block(node.wanted() - offset, 1);
            while (!blocks.isEmpty() && blocks.get(blocks.size() - 1).mean() > block.mean()) {
                block = blocks.remove(blocks.size() - 1).with(block);
            }
            blocks.add(block);
        }
        int index = 0;
        for (Block block : blocks) {
            for (int count = 0; count < block.count(); count++, index++) {
                layer.get(index).y = block.mean() + offsets.get(index);
            }
        }
    }

    private record Block(double mean, int count) {

        Block with(Block next) {
            int both = this.count + next.count;
            return new Block((this.mean * this.count + next.mean * next.count) / both, both);
        }
    }
}
