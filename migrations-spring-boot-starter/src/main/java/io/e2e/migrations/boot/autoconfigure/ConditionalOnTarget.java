package io.e2e.migrations.boot.autoconfigure;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Conditional;

/** Only for these targets. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Conditional(OnTargetCondition.class)
@interface ConditionalOnTarget {

    /** The targets. */
    io.e2e.migrations.boot.autoconfigure.Target[] value();
}
