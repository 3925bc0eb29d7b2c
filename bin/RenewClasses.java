import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.constant.ClassDesc;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the classes of a jar that are as old as Java 5 (picocli's) in the form of today: an AOT cache takes no class older
 * than Java 6. Called by bin/build; usage: java bin/RenewClasses.java JAR
 */
void main(String[] arguments) throws IOException {
    try (var jar = FileSystems.newFileSystem(Path.of(arguments[0]));
            var files = Files.walk(jar.getPath("/"))) {
        var format = ClassFile.of(
                StackMapsOption.GENERATE_STACK_MAPS,
                ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(it -> open(jar, it))
                        .orElse(ClassHierarchyResolver.defaultResolver())));
        for (var file : files.filter(it -> it.toString().endsWith(".class")).toList()) {
            var old = format.parse(Files.readAllBytes(file));
            if (old.majorVersion() < ClassFile.JAVA_6_VERSION) {
                Files.write(file, format.transformClass(old, renewal()));
            }
        }
    }
}

InputStream open(FileSystem jar, ClassDesc type) {
    var name = type.descriptorString();
    var file = jar.getPath("/" + name.substring(1, name.length() - 1) + ".class");
    try {
        return Files.exists(file) ? Files.newInputStream(file) : null;
    } catch (IOException e) {
        throw new UncheckedIOException(e);
    }
}

/** The code goes through the assembler once more, which adds what the verifier of today reads. */
ClassTransform renewal() {
    return ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL).andThen((renewed, element) ->
            renewed.with(element instanceof ClassFileVersion ? ClassFileVersion.of(ClassFile.latestMajorVersion(), 0) : element));
}
