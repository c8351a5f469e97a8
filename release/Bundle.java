import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** Makes the bundle of a release for the central repository; RELEASING.md has the steps. */
final class Bundle {

    /** What only the releaser can give, and how a pom says it. */
    private static final Map<String, String> FACTS = Map.of(
            "url", "<url>, the project's address",
            "scm", "<scm>, where its source control is",
            "developers", "<developers>, the names of those who release it");

    /** What the central repository wants in each pom; a parent may have the second ones. */
    private static final List<String> OWN = List.of("name", "description");
    private static final List<String> INHERITED = List.of("url", "scm", "developers", "licenses");

    private final Path root;
    private final Path staged;
    private final List<String> faults = new ArrayList<>();

    private Bundle(Path root) {
        this.root = root;
        this.staged = root.resolve("target/central");
    }

    /** @param arguments begin and the project's directory; or make, the directory, the version, the time of its files, and perhaps a key */
    public static void main(String[] arguments) throws Exception {
        Bundle bundle = new Bundle(Path.of(arguments[1]).normalize());
        if (arguments[0].equals("begin")) {
            bundle.begin(arguments[2]);
        } else {
            bundle.make(arguments[2], Instant.parse(arguments[3]), arguments.length > 4 ? arguments[4] : "");
        }
    }

    /** Before anything is built. */
    private void begin(String version) throws Exception {
        if (version.endsWith("-SNAPSHOT")) {
            faults.add("The version is " + version + ", which is no release. RELEASING.md says how to set another.");
        }
        for (String pom : List.of("pom.xml", "bom/pom.xml")) {
            Document document = parse(root.resolve(pom));
            FACTS.forEach((element, fact) -> {
                if (child(document, element) == null) {
                    faults.add(pom + " lacks " + fact + ". Only the releaser knows it; RELEASING.md shows what to add.");
                }
            });
        }
        failIfFaulty();
    }

    private void make(String version, Instant time, String key) throws Exception {
        // of an earlier try
        for (Path signature : files(".asc")) {
            Files.delete(signature);
        }
        List<Path> poms = files(".pom");
        for (Path pom : poms) {
            check(pom);
        }
        checkModuleNames();
        checkAllThere(version);
        failIfFaulty();
        if (key.isEmpty()) {
            System.out.println("Not signed: no key is named with -Drelease.key=");
        } else {
            sign(key);
        }
        Path bundle = root.resolve("target/background-tasks-" + version + "-bundle.zip");
        zip(bundle, time);
        System.out.println(poms.size() + " artifacts are in " + bundle);
    }

    private void check(Path pom) throws Exception {
        Document document = parse(pom);
        Node parent = child(document, "parent");
        Document inherited = parent == null ? document : parse(parentOf(pom));
        OWN.stream().filter(it -> child(document, it) == null).forEach(it -> faults.add(pom + " lacks <" + it + ">"));
        INHERITED.stream()
                .filter(it -> child(document, it) == null && child(inherited, it) == null)
                .forEach(it -> faults.add(pom + " lacks <" + it + ">, and so does its parent"));
        Node packaging = child(document, "packaging");
        if (packaging == null || packaging.getTextContent().equals("jar")) {
            for (String end : List.of(".jar", "-sources.jar", "-javadoc.jar", "-cyclonedx.json")) {
                Path file = sibling(pom, end);
                if (!Files.exists(file)) {
                    faults.add(file + " is missing");
                }
            }
        }
    }

    private Path parentOf(Path pom) {
        String artifact = "background-tasks-parent";
        String version = pom.getParent().getFileName().toString();
        return pom.getParent().resolveSibling("../" + artifact + "/" + version + "/" + artifact + "-" + version + ".pom");
    }

    private static Path sibling(Path pom, String end) {
        String name = pom.getFileName().toString();
        return pom.resolveSibling(name.substring(0, name.length() - ".pom".length()) + end);
    }

    private void checkModuleNames() throws IOException {
        Map<String, Path> byName = new HashMap<>();
        for (Path jar : files(".jar")) {
            if (!jar.toString().endsWith("-sources.jar") && !jar.toString().endsWith("-javadoc.jar")) {
                try (JarFile file = new JarFile(jar.toFile())) {
                    String name = file.getManifest().getMainAttributes().getValue("Automatic-Module-Name");
                    Path other = byName.put(Objects.requireNonNullElse(name, "none"), jar);
                    if (name == null || other != null) {
                        faults.add(jar + " needs an Automatic-Module-Name of its own, and has " + name);
                    }
                }
            }
        }
    }

    /** What the bill of materials lists, and itself. */
    private void checkAllThere(String version) throws Exception {
        NodeList artifacts = parse(root.resolve("bom/pom.xml")).getElementsByTagName("artifactId");
        for (int i = 0; i < artifacts.getLength(); i++) {
            String artifact = artifacts.item(i).getTextContent();
            Path pom = staged.resolve("org/backgroundtasks/" + artifact + "/" + version + "/" + artifact + "-" + version + ".pom");
            if (artifact.startsWith("background-tasks") && !Files.exists(pom)) {
                faults.add(pom + " is missing: release/pom.xml has to list every artifact of bom/pom.xml");
            }
        }
    }

    private void sign(String key) throws IOException, InterruptedException {
        for (Path file : files("")) {
            if (!file.toString().matches(".*[.](md5|sha1|sha256|sha512|asc)")) {
                Process gpg = new ProcessBuilder(
                                "gpg", "--batch", "--yes", "--armor", "--local-user", key, "--detach-sign", file.toString())
                        .inheritIO()
                        .start();
                if (gpg.waitFor() != 0) {
                    faults.add("gpg has not signed " + file);
                }
            }
        }
        failIfFaulty();
    }

    /** In the same order and with the same times each time. */
    private void zip(Path bundle, Instant time) throws IOException {
        try (OutputStream file = Files.newOutputStream(bundle);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            for (Path path : files("")) {
                ZipEntry entry = new ZipEntry(staged.relativize(path).toString().replace('\\', '/'));
                entry.setTimeLocal(java.time.LocalDateTime.ofInstant(time, java.time.ZoneOffset.UTC));
                zip.putNextEntry(entry);
                Files.copy(path, zip);
                zip.closeEntry();
            }
        }
    }

    /** What the central repository takes: not the indexes, which it keeps itself. */
    private List<Path> files(String end) throws IOException {
        try (Stream<Path> files = Files.walk(staged)) {
            return files.filter(Files::isRegularFile)
                    .filter(it -> it.toString().endsWith(end))
                    .filter(it -> !it.getFileName().toString().startsWith("maven-metadata"))
                    .sorted()
                    .toList();
        }
    }

    private static Document parse(Path pom) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile());
    }

    private static Node child(Document document, String element) {
        for (Node node = document.getDocumentElement().getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node.getNodeName().equals(element)) {
                return node;
            }
        }
        return null;
    }

    private void failIfFaulty() {
        if (!faults.isEmpty()) {
            faults.forEach(System.err::println);
            System.exit(1);
        }
    }
}
