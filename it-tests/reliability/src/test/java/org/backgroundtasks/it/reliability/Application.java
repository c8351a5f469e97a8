package org.backgroundtasks.it.reliability;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Map;
import org.backgroundtasks.it.applications.Api;
import org.backgroundtasks.it.applications.Journal;
import org.backgroundtasks.it.applications.JournalResource;
import org.backgroundtasks.it.harness.Archives;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * What is deployed.
 *
 * @param name the context root, on a server
 * @param classes beans and resources, besides the {@link Journal}; servlets are left out where there are none
 * @param settings the library's configuration
 * @param library whether the library comes along
 */
record Application(String name, List<Class<?>> classes, Map<String, String> settings, boolean library) {

    static final List<Class<?>> COMMON = List.of(Api.class, Journal.class, JournalResource.class);

    Application(String name, Class<?>... classes) {
        this(name, List.of(classes), Map.of(), true);
    }

    Application with(Map<String, String> more) {
        return new Application(name, classes, more, library);
    }

    Application withoutLibrary() {
        return new Application(name, classes, settings, false);
    }

    WebArchive archive() {
        String properties = settings.entrySet().stream()
                .map(setting -> setting.getKey() + '=' + setting.getValue() + '\n')
                .collect(joining());
        Class<?>[] all = classes.toArray(Class<?>[]::new);
        return (library ? Archives.web(name, all) : Archives.webWithoutLibrary(name, all))
                .addAsResource(new StringAsset(properties), "META-INF/microprofile-config.properties");
    }
}
