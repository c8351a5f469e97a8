package org.backgroundtasks.it.micro;

import fish.payara.micro.ClusterCommandResult;
import fish.payara.micro.ClusterCommandResult.ExitStatus;
import fish.payara.micro.PayaraMicroRuntime;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** Has the server's own administration do it. */
final class AdministeredApplications implements Applications {

    private final PayaraMicroRuntime server;

    AdministeredApplications(PayaraMicroRuntime server) {
        this.server = server;
    }

    @Override
    public String deploy(String name, String file) throws InterruptedException {
        return run("deploy", "--name", name, "--contextroot", name, file);
    }

    @Override
    public String undeploy(String name) throws InterruptedException {
        return run("undeploy", name);
    }

    private String run(String command, String... parameters) throws InterruptedException {
        var failure = new StringWriter();
        for (var result : server.run(List.of(server.getLocalDescriptor()), command, parameters)
                .values()) {
            try {
                describe(result.get(), failure);
            } catch (ExecutionException e) {
                e.printStackTrace(new PrintWriter(failure));
            }
        }
        return failure.toString();
    }

    private static void describe(ClusterCommandResult result, StringWriter failure) {
        if (result.getExitStatus() == ExitStatus.FAILURE) {
            failure.append(result.getOutput()).append('\n');
            if (result.getFailureCause() != null) {
                result.getFailureCause().printStackTrace(new PrintWriter(failure));
            }
        }
    }
}
