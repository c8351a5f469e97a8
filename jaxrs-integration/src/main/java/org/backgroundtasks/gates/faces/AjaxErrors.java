package org.backgroundtasks.gates.faces;

import jakarta.faces.FactoryFinder;
import jakarta.faces.application.ApplicationFactory;
import jakarta.faces.context.ExceptionHandler;
import jakarta.faces.context.ExceptionHandlerWrapper;
import jakarta.faces.context.FacesContext;
import jakarta.faces.event.ExceptionQueuedEvent;
import jakarta.faces.event.ExceptionQueuedEventContext;
import jakarta.faces.event.SystemEvent;
import jakarta.faces.event.SystemEventListener;
import org.backgroundtasks.spi.BackgroundTasksEngine;
import org.backgroundtasks.spi.EngineLookup;

/** Counts an Ajax request as failed if Faces itself answered its exception, and not a handler of the application's own. */
final class AjaxErrors implements SystemEventListener {

    private AjaxErrors() {}

    static void listen() {
        ApplicationFactory factory = (ApplicationFactory) FactoryFinder.getFactory(FactoryFinder.APPLICATION_FACTORY);
        factory.getApplication().subscribeToEvent(ExceptionQueuedEvent.class, new AjaxErrors());
        FacesContext present = FacesContext.getCurrentInstance();
        if (present != null) {
            // the exception may be what the application adds its first task for
            watch(present);
        }
    }

    @Override
    public boolean isListenerForSource(Object source) {
        return source instanceof ExceptionQueuedEventContext;
    }

    @Override
    public void processEvent(SystemEvent event) {
        watch(((ExceptionQueuedEventContext) event.getSource()).getContext());
    }

    private static void watch(FacesContext context) {
        ExceptionHandler handler = context.getExceptionHandler();
        if (context.getPartialViewContext().isAjaxRequest() && !(handler instanceof Noting)) {
            context.setExceptionHandler(new Noting(handler));
        }
    }

    /** Looks right after the handlers, since Mojarra's tells what it handled only within the request. */
    private static final class Noting extends ExceptionHandlerWrapper {

        Noting(ExceptionHandler wrapped) {
            super(wrapped);
        }

        @Override
        public void handle() {
            getWrapped().handle();
            BackgroundTasksEngine engine = EngineLookup.current();
            if (engine != null && getHandledExceptionQueuedEvent() != null) {
                engine.gates().requestTasks().fail();
            }
        }
    }
}
