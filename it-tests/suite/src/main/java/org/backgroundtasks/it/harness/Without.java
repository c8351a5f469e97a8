package org.backgroundtasks.it.harness;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Leaves out the cases that a runtime cannot have. It says so, tag by tag, with system properties {@code it.without.TAG}, whose
 * values are the reasons: {@code not offered by the server: …} or {@code weaker: …}. An empty one is none.
 */
public final class Without implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        for (String tag : context.getTags()) {
            String reason = System.getProperty("it.without." + tag);
            if (reason != null && !reason.isEmpty()) {
                return ConditionEvaluationResult.disabled(reason);
            }
        }
        return ConditionEvaluationResult.enabled("nothing is missing");
    }
}
