package org.freshet.test.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.ConstantInstruction.LoadConstantInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * A Java agent that takes the fence out of a server: a report counts even if a newer attempt has the job or has ended it.
 * It shows that the checker would see it, and that the server's own conditions are what keeps results apart.
 */
public final class FencingOff implements ClassFileTransformer {

    private static final String JUDGE = "org/freshet/server/dispatch/Judge";
    private static final String STATEMENTS = "org/freshet/server/dispatch/EndingSql";

    /** In the statement that writes down that a job is FINISHED. */
    private static final String FENCE =
            "j.attempt = e.attempt and j.state in ('DISPATCHED', 'RUNNING', 'DEFINED', 'TEMPLATE')";

    private static final String NO_FENCE = "j.state in ('DISPATCHED', 'RUNNING', 'DEFINED', 'TEMPLATE', 'FINISHED')";

    private FencingOff() {}

    /** Makes a jar to be given to a JVM with {@code -javaagent}. */
    static Path jar(Path directory) {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", FencingOff.class.getName());
        var own = FencingOff.class.getName().replace('.', '/') + ".class";
        var jar = directory.resolve("fencing-off.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                InputStream code = Objects.requireNonNull(FencingOff.class.getResourceAsStream("/" + own))) {
            out.putNextEntry(new JarEntry(own));
            code.transferTo(out);
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void premain(String arguments, Instrumentation jvm) {
        jvm.addTransformer(new FencingOff());
    }

    @Override
    public byte @Nullable [] transform(
            ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] original) {
        return switch (name) {
            case JUDGE -> rewritten(original, FencingOff::judgeEveryAttemptAsTheLatest);
            case STATEMENTS -> rewritten(original, FencingOff::writeWhateverTheJobIs);
            default -> null;
        };
    }

    private static byte[] rewritten(byte[] original, CodeTransform change) {
        var classFile = ClassFile.of();
        return classFile.transformClass(classFile.parse(original), ClassTransform.transformingMethodBodies(change));
    }

    private static void judgeEveryAttemptAsTheLatest(CodeBuilder code, CodeElement element) {
        if (element instanceof InvokeInstruction call
                && (call.name().equalsString("latest") || call.name().equalsString("isFinal"))) {
            code.pop().iconst_0();
        } else {
            code.with(element);
        }
    }

    private static void writeWhateverTheJobIs(CodeBuilder code, CodeElement element) {
        if (element instanceof LoadConstantInstruction constant
                && constant.constantValue() instanceof String sql
                && sql.contains("set state = 'FINISHED'")) {
            if (!sql.contains(FENCE)) {
                System.err.println("The statement has no longer: " + FENCE);
                Runtime.getRuntime().halt(1);
            }
            code.loadConstant(sql.replace(FENCE, NO_FENCE));
        } else {
            code.with(element);
        }
    }
}
