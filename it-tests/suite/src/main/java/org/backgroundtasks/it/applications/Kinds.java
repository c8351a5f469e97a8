package org.backgroundtasks.it.applications;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.backgroundtasks.it.client.Kind;

/** An endpoint for each {@link Kind} of response there is; each adds one task. */
@Path("kinds")
@RequestScoped
public class Kinds {

    /** Has a mapper. */
    public static class MappedException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** Answers 409 with an entity. */
    @Provider
    public static class Mapper implements ExceptionMapper<MappedException> {
        @Override
        public Response toResponse(MappedException exception) {
            return Response.status(409)
                    .entity("mapped")
                    .type(MediaType.TEXT_PLAIN)
                    .build();
        }
    }

    /** Turns the runtime's own compression on, for clients that ask for it. */
    @Provider
    public static class Gzip implements Feature {

        @Override
        public boolean configure(FeatureContext context) {
            try {
                ClassLoader application = Kinds.class.getClassLoader();
                if (context.getClass().getName().startsWith("org.glassfish.jersey.")) {
                    context.register(
                            Class.forName("org.glassfish.jersey.server.filter.EncodingFilter", true, application));
                    context.register(Class.forName("org.glassfish.jersey.message.GZipEncoder", true, application));
                } else {
                    context.register(Class.forName(
                            "org.jboss.resteasy.plugins.interceptors.GZIPEncodingInterceptor", true, application));
                    context.register(new AskedForGzip());
                }
                return true;
            } catch (ClassNotFoundException hiddenOrUnknown) {
                return false;
            }
        }
    }

    /** Marks responses for RESTEasy's encoder, which does not look at the request itself. */
    public static final class AskedForGzip implements ContainerResponseFilter {
        @Override
        public void filter(ContainerRequestContext request, ContainerResponseContext response) {
            if (response.hasEntity() && "gzip".equals(request.getHeaderString("Accept-Encoding"))) {
                response.getHeaders().putSingle("Content-Encoding", "gzip");
            }
        }
    }

    @Inject
    Adder tasks;

    @QueryParam("key")
    @DefaultValue("none")
    String key;

    @QueryParam("act")
    @DefaultValue("END")
    Adder.Act act;

    private void addTask() {
        tasks.add(key, act);
    }

    private void onAnotherThread(Runnable action) {
        Adder handle = tasks.handle();
        Thread thread = new Thread(() -> {
            handle.add(key, act);
            action.run();
        });
        thread.start();
    }

    @GET
    @Path("small")
    @Produces(MediaType.TEXT_PLAIN)
    public String small() {
        addTask();
        return "small";
    }

    @GET
    @Path("medium")
    @Produces(MediaType.TEXT_PLAIN)
    public String medium() {
        addTask();
        return "0123456789".repeat(2_000);
    }

    @GET
    @Path("large")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    public byte[] large(@QueryParam("bytes") @DefaultValue("4000000") int bytes) {
        addTask();
        return new byte[bytes];
    }

    @GET
    @Path("nothing")
    public void nothing() {
        addTask();
    }

    @GET
    @Path("not-modified")
    public Response notModified() {
        addTask();
        return Response.notModified("tag").build();
    }

    @GET
    @Path("see-other")
    public Response seeOther() {
        addTask();
        return Response.seeOther(URI.create("kinds/small")).build();
    }

    @GET
    @Path("accepted")
    public Response accepted() {
        addTask();
        return Response.accepted().build();
    }

    @GET
    @Path("not-found")
    public Response notFound() {
        addTask();
        return Response.status(404).build();
    }

    @GET
    @Path("not-found-entity")
    @Produces(MediaType.TEXT_PLAIN)
    public Response notFoundEntity() {
        addTask();
        return Response.status(404).entity("nothing here").build();
    }

    @GET
    @Path("web-exception")
    public String webException() {
        addTask();
        throw new WebApplicationException(409);
    }

    @GET
    @Path("mapped")
    public String mapped() {
        addTask();
        throw new MappedException();
    }

    @GET
    @Path("unmapped")
    public String unmapped() {
        addTask();
        throw new IllegalStateException("unmapped, on purpose");
    }

    @GET
    @Path("resumed-here")
    @Produces(MediaType.TEXT_PLAIN)
    public void resumedHere(@Suspended AsyncResponse response) {
        addTask();
        response.resume("resumed");
    }

    @GET
    @Path("resumed-there")
    @Produces(MediaType.TEXT_PLAIN)
    public void resumedThere(@Suspended AsyncResponse response) {
        onAnotherThread(() -> response.resume("resumed"));
    }

    @GET
    @Path("resumed-empty")
    public void resumedEmpty(@Suspended AsyncResponse response) {
        onAnotherThread(() -> response.resume(Response.noContent().build()));
    }

    @GET
    @Path("resumed-failed")
    public void resumedFailed(@Suspended AsyncResponse response) {
        onAnotherThread(() -> response.resume(new MappedException()));
    }

    @GET
    @Path("stage-complete")
    @Produces(MediaType.TEXT_PLAIN)
    public CompletionStage<String> stageComplete() {
        addTask();
        return CompletableFuture.completedStage("staged");
    }

    @GET
    @Path("stage-pending")
    @Produces(MediaType.TEXT_PLAIN)
    public CompletionStage<String> stagePending() {
        CompletableFuture<String> stage = new CompletableFuture<>();
        onAnotherThread(() -> stage.complete("staged"));
        return stage;
    }

    @GET
    @Path("streamed")
    @Produces(MediaType.TEXT_PLAIN)
    public StreamingOutput streamed() {
        Adder handle = tasks.handle();
        return out -> {
            for (int i = 0; i < 3; i++) {
                out.write(("part " + i + "\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                out.flush();
            }
            handle.add(key, act);
        };
    }

    @GET
    @Path("events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void events(@Context SseEventSink sink, @Context Sse sse) {
        onAnotherThread(() -> {
            try (sink) {
                for (int i = 0; i < 3; i++) {
                    sink.send(sse.newEvent("event " + i)).toCompletableFuture().join();
                }
            }
        });
    }
}
