package org.backgroundtasks;

/** Lists how the library can know that a response is complete when it releases the response's tasks, strongest first. */
public enum Guarantee {

    /** The server has handed every byte of the response to the network stack, or knows that the client is gone. */
    STRICT,

    /** The library has closed the response: the server was told to send all of it, and part of it may still be on its way. */
    RESPONSE_CLOSED,

    /** The library sees no response: the tasks are released when the request scope ends. */
    SCOPE_END
}
