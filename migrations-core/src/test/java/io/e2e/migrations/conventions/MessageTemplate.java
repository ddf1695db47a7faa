package io.e2e.migrations.conventions;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree.Kind;
import com.sun.source.tree.TypeCastTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A text as its source has it, with a name in braces for whatever is not constant. */
final class MessageTemplate {

    /** Methods whose names say nothing about what they return. */
    private static final Set<String> PLAIN = Set.of(
            "collect",
            "formatted",
            "get",
            "indent",
            "join",
            "map",
            "name",
            "orElse",
            "orElseGet",
            "orElseThrow",
            "replace",
            "strip",
            "toList",
            "toLowerCase",
            "toString",
            "valueOf");

    private MessageTemplate() {}

    /** The operands of a concatenation, from left to right. */
    static List<ExpressionTree> operands(ExpressionTree expression) {
        if (expression instanceof BinaryTree binary && binary.getKind() == Kind.PLUS) {
            List<ExpressionTree> operands = new ArrayList<>(operands(binary.getLeftOperand()));
            operands.addAll(operands(binary.getRightOperand()));
            return operands;
        }
        return List.of(expression);
    }

    /** Whether this is written out as it stands: a constant, or a choice between texts. */
    static boolean isText(ExpressionTree expression) {
        ExpressionTree bare = bare(expression);
        return bare.getKind() == Kind.STRING_LITERAL
                || bare instanceof ConditionalExpressionTree choice
                        && (isText(choice.getTrueExpression()) || isText(choice.getFalseExpression()))
                || bare.getKind() == Kind.PLUS && operands(bare).stream().anyMatch(MessageTemplate::isText);
    }

    static String of(ExpressionTree expression) {
        ExpressionTree bare = bare(expression);
        if (bare instanceof LiteralTree literal) {
            return String.valueOf(literal.getValue());
        }
        if (bare instanceof BinaryTree binary && binary.getKind() == Kind.PLUS) {
            return of(binary.getLeftOperand()) + of(binary.getRightOperand());
        }
        if (bare instanceof ConditionalExpressionTree choice && isText(choice)) {
            return "[" + of(choice.getTrueExpression()) + "|" + of(choice.getFalseExpression()) + "]";
        }
        return "{" + name(bare) + "}";
    }

    /** The text of a call of a logger: its arguments, exception apart, are in place. */
    static String of(List<? extends ExpressionTree> arguments) {
        String text = of(arguments.get(0));
        for (ExpressionTree argument : arguments.subList(1, arguments.size())) {
            text = text.replaceFirst("\\{}", "{" + name(argument) + "}");
        }
        return text;
    }

    private static ExpressionTree bare(ExpressionTree expression) {
        if (expression instanceof ParenthesizedTree parenthesized) {
            return bare(parenthesized.getExpression());
        }
        return expression instanceof TypeCastTree cast ? bare(cast.getExpression()) : expression;
    }

    private static String name(ExpressionTree expression) {
        if (expression instanceof IdentifierTree identifier) {
            return identifier.getName().toString();
        }
        if (expression instanceof MemberSelectTree member) {
            return member.getIdentifier().toString();
        }
        if (expression instanceof MethodInvocationTree call) {
            String method = name(call.getMethodSelect());
            return PLAIN.contains(method) ? subject(call) : method;
        }
        return "";
    }

    /** What a method is called on, or given. */
    private static String subject(MethodInvocationTree call) {
        List<? extends ExpressionTree> arguments = call.getArguments();
        boolean isStatic = !(call.getMethodSelect() instanceof MemberSelectTree member)
                || Character.isUpperCase(name(member.getExpression()).charAt(0));
        return isStatic && !arguments.isEmpty()
                ? name(arguments.get(arguments.size() - 1))
                : call.getMethodSelect() instanceof MemberSelectTree member ? name(member.getExpression()) : "";
    }
}
